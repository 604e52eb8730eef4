using FunctionApp.Clients.Orders;
using FunctionsObo.Errors;

namespace FunctionApp.Functions;

/// <summary>The body of POST orders, as a client sent it.</summary>
public sealed record OrderRequest(string? Product, int? Quantity, string? Note)
{
    private const int LongestProduct = 100;
    private const int LargestQuantity = 1000;
    private const int LongestNote = 500;

    /// <summary>The order, once every field is right.</summary>
    /// <exception cref="ProblemException">400, naming each field that is not.</exception>
    internal NewOrder Validate()
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (string.IsNullOrWhiteSpace(Product) || Product.Length > LongestProduct)
            errors["product"] = [$"Required, at most {LongestProduct} characters."];
        if (Quantity is null or < 1 or > LargestQuantity)
            errors["quantity"] = [$"Required, a whole number from 1 to {LargestQuantity}."];
        if (Note?.Length > LongestNote)
            errors["note"] = [$"At most {LongestNote} characters."];

        if (errors.Count > 0) throw RequestProblems.InvalidFields(errors);
        return new NewOrder(Product!, Quantity!.Value, Note);
    }
}
