using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Http;

namespace FunctionsWorker.Http;

/// <summary>A function's response headers, as the host sends them: several values of one name become one line, joined with a comma.</summary>
internal static class ResponseHeaders
{
    public static void Copy(HttpHeadersCollection from, IHeaderDictionary to)
    {
        foreach (var (name, values) in from)
        {
            if (!IsFraming(name)) to.TryAdd(name, string.Join(',', values));
        }
    }

    public static void Append(IReadOnlyList<IHttpCookie> cookies, IResponseCookies to)
    {
        foreach (var cookie in cookies)
        {
            to.Append(cookie.Name, cookie.Value, new CookieOptions
            {
                Domain = cookie.Domain,
                Path = cookie.Path ?? "/",
                Expires = cookie.Expires,
                MaxAge = cookie.MaxAge is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                Secure = cookie.Secure ?? false,
                HttpOnly = cookie.HttpOnly ?? false,
                SameSite = Mode(cookie.SameSite),
            });
        }
    }

    // The server frames the body itself; a function that says otherwise would break the connection.
    private static bool IsFraming(string name) =>
        name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) || name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase);

    private static SameSiteMode Mode(SameSite sameSite) => sameSite switch
    {
        SameSite.Lax => SameSiteMode.Lax,
        SameSite.Strict => SameSiteMode.Strict,
        SameSite.ExplicitNone => SameSiteMode.None,
        _ => SameSiteMode.Unspecified,
    };
}
