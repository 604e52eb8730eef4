using Microsoft.AspNetCore.Http;

namespace Workbench.Server;

/// <summary>
/// Who may ask this server: the page that it serves, and programs on this machine. Not a page of another site, by a name of its own that leads here
/// (DNS rebinding) or from where it is; and the page runs no script and is in no frame but its own.
/// </summary>
internal sealed class PageGuard(Func<string?> emulatorOrigin)
{
    public async Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (request.Host.Host is not ("localhost" or "127.0.0.1" or "[::1]") || (request.Host.Port ?? 80) != context.Connection.LocalPort)
        {
            await RefuseAsync(context, StatusCodes.Status421MisdirectedRequest, $"This is http://localhost:{context.Connection.LocalPort}/: ask for it by that name.\n");
            return;
        }

        if (Assets.Find(request) is null && IsOfAnotherSite(request))
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "Pages of other sites may not ask this.\n");
            return;
        }

        Protect(context.Response.Headers, isAnswerOfSignIn: request.Path == Assets.RedirectPage);
        await next(context);
    }

    private static Task RefuseAsync(HttpContext context, int status, string reason)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(reason);
    }

    private static bool IsOfAnotherSite(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 && !string.Equals(origin, $"http://{request.Host}", StringComparison.OrdinalIgnoreCase)) return true;
        return request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none");
    }

    /// <summary>The page that takes the answer of a sign-in may stand in a hidden frame of the workbench: MSAL renews tokens in one.</summary>
    private void Protect(IHeaderDictionary headers, bool isAnswerOfSignIn)
    {
        var emulator = emulatorOrigin() ?? "";
        headers.ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            + $"connect-src 'self' {emulator}; frame-src 'self' {emulator}; form-action 'none'; base-uri 'none'; frame-ancestors {(isAnswerOfSignIn ? "'self'" : "'none'")}";
        headers.XFrameOptions = isAnswerOfSignIn ? "SAMEORIGIN" : "DENY";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
    }
}
