using EntraEmulator.Errors;
using Microsoft.AspNetCore.Http;

namespace EntraEmulator.Grants;

/// <summary>
/// Only what was given to a page may be redeemed by a page, and by nobody else: browsers say with <c>Origin</c> that one asks. See
/// https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow.
/// </summary>
internal static class PageOrigin
{
    /// <exception cref="EntraErrorException">A page presents what is not a page's, or the other way round.</exception>
    public static void Check(HttpRequest request, TokenForm form, bool isForPage)
    {
        var isPage = request.Headers.Origin.Count > 0;
        if (isPage && (form.Basic is not null || form.Optional("client_secret") is not null || form.Optional("client_assertion") is not null))
            throw Refuse.With("invalid_request", 9002326, "Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type. A page must not present a credential.");
        if (form.Optional("grant_type") is not ("authorization_code" or "refresh_token")) return;
        if (isPage && !isForPage)
            throw Refuse.With("invalid_request", 9002326, $"Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type. Request origin: '{request.Headers.Origin}'.");
        if (!isPage && isForPage)
            throw Refuse.With("invalid_request", 9002327, "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests.");
    }
}
