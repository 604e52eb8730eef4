using EntraEmulator.Errors;
using EntraEmulator.SignIn.Pages;
using EntraEmulator.Tenants;
using EntraEmulator.Tokens;
using Microsoft.AspNetCore.Http;

namespace EntraEmulator.SignIn;

/// <summary>Sends the outcome of a sign-in to the client, where and how it asked for it.</summary>
internal sealed class AuthorizeAnswer(EntraErrorAnswer errors)
{
    public static Task SendCodeAsync(HttpContext context, AuthorizeRequest request, string code, SignedIn signedIn) => SendAsync(context, request.Destination,
    [
        ("code", code),
        ("client_info", request.WantsClientInfo ? ClientInfo.Of(signedIn.User) : null),
        ("state", request.Destination.State),
        ("session_state", signedIn.SessionId),
    ]);

    /// <summary>An administrator consented for everybody.</summary>
    public static Task SendConsentAsync(HttpContext context, AuthorizeRequest request, Tenant tenant) => SendAsync(context, request.Destination,
    [
        ("admin_consent", "True"),
        ("tenant", tenant.Id),
        ("scope", request.Scope.Length > 0 ? request.Scope : null),
        ("state", request.Destination.State),
    ]);

    /// <param name="context">The request.</param>
    /// <param name="destination">Where to.</param>
    /// <param name="error">The refusal.</param>
    /// <param name="isCancelled">Whether the user said no. MSAL.NET takes any error that says so for that.</param>
    public Task SendErrorAsync(HttpContext context, Destination destination, EntraError error, bool isCancelled = false)
    {
        var described = errors.Describe(context, error, StatusCodes.Status302Found);
        return SendAsync(context, destination,
        [
            ("admin_consent", destination.IsForOrganization ? "True" : null), // at Entra too: by itself it says nothing
            ("error", error.Error),
            ("error_subcode", isCancelled ? "cancel" : null),
            ("error_description", (string?)described["error_description"]),
            ("suberror", error.Suberror),
            ("error_uri", (string?)described["error_uri"]),
            ("state", destination.State),
        ]);
    }

    private static Task SendAsync(HttpContext context, Destination destination, IEnumerable<(string Name, string? Value)> parameters)
    {
        var sent = parameters.Where(one => one.Value is not null).Select(one => (one.Name, Value: one.Value!)).ToList();
        if (destination.Mode == ResponseMode.FormPost) return FormPostPage.WriteAsync(context, destination.RedirectUri, sent);

        var text = string.Join('&', sent.Select(one => $"{one.Name}={Uri.EscapeDataString(one.Value)}"));
        context.SeeOther(destination.Mode == ResponseMode.Fragment ? $"{destination.RedirectUri}#{text}" : Forms.WithQuery(destination.RedirectUri, text));
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        return Task.CompletedTask;
    }
}
