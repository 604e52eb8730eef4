using Microsoft.AspNetCore.Http;

namespace EntraEmulator.SignIn;

/// <summary>What pages and clients send, and where answers are put.</summary>
internal static class Forms
{
    /// <summary>The form of a request; an empty one where it has none.</summary>
    public static async Task<IFormCollection> FormAsync(this HttpContext context) =>
        context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty;

    /// <summary>Leads to another address. A POST of a page becomes a GET there.</summary>
    public static void SeeOther(this HttpContext context, string address)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = address;
    }

    /// <summary>An address with more behind its query.</summary>
    public static string WithQuery(string address, string query) => $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{query}";
}
