using FunctionsHost.Rpc;
using Microsoft.AspNetCore.Http;

namespace FunctionsHost.Http;

/// <summary>Sends an answer to the client.</summary>
internal static class AnswerWriter
{
    /// <exception cref="InvalidOperationException">A header has characters that HTTP does not allow, or the status ends no request; nothing was sent.</exception>
    public static async Task WriteAsync(HttpResponse response, Answer answer)
    {
        if (answer.Status is < 200 or > 999) throw new InvalidOperationException($"its status {answer.Status} is no final status of HTTP");
        response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            if (!IsFraming(name) && !response.Headers.ContainsKey(name)) response.Headers.Append(name, value);
        }

        foreach (var cookie in answer.Cookies) response.Cookies.Append(cookie.Name, cookie.Value, Options(cookie));
        if (answer.Status is 204 or 205 or 304) return; // they have no body (RFC 9110 §6.4.1)

        response.ContentLength = answer.Body.Length;
        if (!HttpMethods.IsHead(response.HttpContext.Request.Method) && !answer.Body.IsEmpty)
            await response.Body.WriteAsync(answer.Body, response.HttpContext.RequestAborted);
    }

    /// <summary>How a body is framed is between this host and the client; a function's own word on it could only be wrong.</summary>
    private static bool IsFraming(string header) =>
        header.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) || header.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase);

    private static CookieOptions Options(RpcHttpCookie cookie)
    {
        var options = new CookieOptions
        {
            Domain = cookie.Domain?.Value,
            Expires = cookie.Expires?.Value?.ToDateTimeOffset(),
            Secure = cookie.Secure?.Value ?? false,
            HttpOnly = cookie.HttpOnly?.Value ?? false,
            MaxAge = cookie.MaxAge is { } seconds ? TimeSpan.FromSeconds(seconds.Value) : null,
            SameSite = cookie.SameSite switch
            {
                RpcHttpCookie.Types.SameSite.Lax => SameSiteMode.Lax,
                RpcHttpCookie.Types.SameSite.Strict => SameSiteMode.Strict,
                RpcHttpCookie.Types.SameSite.ExplicitNone => SameSiteMode.None,
                _ => SameSiteMode.Unspecified,
            },
        };
        if (cookie.Path is not null) options.Path = cookie.Path.Value;
        return options;
    }
}
