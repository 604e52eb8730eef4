namespace DevStack.DownstreamApis.Orders;

/// <summary>The body of <c>POST /orders</c>.</summary>
internal sealed record NewOrder(string? Product, int? Quantity, string? Note)
{
    private const int LongestProduct = 100;
    private const int LongestNote = 500;
    private const int LargestQuantity = 1000;

    /// <summary>What is wrong with it by field; empty when nothing is.</summary>
    public Dictionary<string, string[]> Errors()
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (string.IsNullOrWhiteSpace(Product) || Product.Length > LongestProduct)
            errors["product"] = [$"product is required, with at most {LongestProduct} characters."];
        if (Quantity is not (>= 1 and <= LargestQuantity))
            errors["quantity"] = [$"quantity is required, from 1 to {LargestQuantity}."];
        if (Note?.Length > LongestNote)
            errors["note"] = [$"note may have at most {LongestNote} characters."];
        return errors;
    }
}
