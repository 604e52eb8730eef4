using EntraEmulator.Hosting;
using EntraEmulator.SignIn.Pages;
using EntraEmulator.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace EntraEmulator.SignIn;

/// <summary>
/// Which pages may talk to this server. It hands out tokens of anybody to whoever is on this machine, so no page of another site may ask in the
/// user's browser: not by a name of its own that leads here (DNS rebinding), and not from elsewhere. Pages of registered applications may redeem their codes.
/// </summary>
internal sealed class OriginGuard(EmulatorUrls urls, TenantDirectory directory)
{
    public void Use(IApplicationBuilder web) => web.Use(async (context, next) =>
    {
        var request = context.Request;
        if (!IsOurs(request.Host))
        {
            await context.Response.WriteTextAsync($"This server is {urls.Address}: ask for it by that name.\n", StatusCodes.Status421MisdirectedRequest);
            return;
        }

        var origin = request.Headers.Origin.ToString();
        var isProtocol = IsProtocol(request.Path);
        if (isProtocol) Allow(context, origin);
        if (isProtocol && HttpMethods.IsOptions(request.Method)) context.Response.StatusCode = StatusCodes.Status204NoContent;
        else if (!isProtocol && IsOfAnotherSite(request, origin)) await context.Response.WriteTextAsync("Pages of other sites may not ask this.\n", StatusCodes.Status403Forbidden);
        else await next(context);
    });

    private bool IsOurs(HostString host) => (host.Port ?? 443) == urls.Address.Port && (string.Equals(host.Host, urls.Address.Host, StringComparison.OrdinalIgnoreCase) || host.Host is "localhost" or "127.0.0.1" or "[::1]");

    /// <summary>What applications call from their pages: documents, keys and tokens.</summary>
    private static bool IsProtocol(PathString path) =>
        path.Value is { } text && (text.Contains("/.well-known/", StringComparison.Ordinal) || text.Contains("/discovery/", StringComparison.Ordinal) || text.EndsWith("/token", StringComparison.Ordinal) && !text.StartsWith("/dev/", StringComparison.Ordinal));

    private void Allow(HttpContext context, string origin)
    {
        if (origin.Length == 0) return;
        var headers = context.Response.Headers;
        headers.Vary = "Origin";
        var isPublic = !context.Request.Path.Value!.EndsWith("/token", StringComparison.Ordinal);
        if (!isPublic && !directory.Applications.Any(client => RedirectUris.IsSpaOrigin(client, origin))) return;
        headers.AccessControlAllowOrigin = isPublic ? "*" : origin;
        headers.AccessControlExposeHeaders = "client-request-id, x-ms-request-id";
        if (!HttpMethods.IsOptions(context.Request.Method)) return;
        headers.AccessControlAllowMethods = "GET, POST, OPTIONS";
        headers.AccessControlAllowHeaders = context.Request.Headers.AccessControlRequestHeaders;
        headers.AccessControlMaxAge = "600";
    }

    /// <summary>A sign-in begins at another site by its nature: with a navigation that shows a page, which asks. Its forms come from that page.</summary>
    private bool IsOfAnotherSite(HttpRequest request, string origin)
    {
        if (BeginsElsewhere(request)) return false;
        if (origin.Length > 0) return !string.Equals(origin, urls.Address.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase);
        return request.Headers["Sec-Fetch-Site"] == "cross-site";
    }

    private static bool BeginsElsewhere(HttpRequest request) => request.Path.Value is { } path
        && (path.Contains("/oauth2/", StringComparison.Ordinal) || HttpMethods.IsGet(request.Method) && (path.EndsWith("/adminconsent", StringComparison.Ordinal) || path == DevicePage.Address));
}
