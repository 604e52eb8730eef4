using System.Collections.Concurrent;
using System.Security.Cryptography;
using EntraEmulator.Policies;
using EntraEmulator.Tenants;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Tokens;

namespace EntraEmulator.SignIn;

/// <summary>Who is signed in in which browser: single sign-on. A browser knows its session by a cookie that only this server, over TLS, gets back.</summary>
internal sealed class SignInSessions(SignInRecords records, AccessPolicies policies, TimeProvider time)
{
    public const string CookieName = "__Host-EntraEmulator";

    /// <summary>As long as Entra keeps a session that nobody asked to keep.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<string, SignInSession> _sessions = new(StringComparer.Ordinal);

    /// <summary>Who is signed in in this browser; those who were revoked are not any more.</summary>
    public IReadOnlyList<SignedIn> Find(HttpRequest request) =>
        !IsHiddenFrom(request) && request.Cookies[CookieName] is { } id && _sessions.TryGetValue(id, out var session) && session.Began + Lifetime > time.GetUtcNow()
            ? [.. session.Accounts.Where(one => !records.IsRevoked(one.User, one.At))]
            : [];

    /// <summary>The same as <see cref="Find(HttpRequest)"/>, each as one of the users who are meant: a tenant's guest is signed in at home.</summary>
    public IEnumerable<SignedIn> Find(HttpRequest request, IReadOnlyList<User> meant) => Find(request)
        .Select(one => meant.FirstOrDefault(user => user.Account == one.User.Account) is { } user ? one with { User = user } : null).OfType<SignedIn>();

    /// <summary>Signs a user in, in the session of this browser, with a new name for it: one that somebody slipped in is worth nothing.</summary>
    public SignedIn SignIn(HttpContext context, User user)
    {
        var now = time.GetUtcNow();
        var others = Remove(context.Request)?.Accounts.Where(one => one.User.Account != user.Account) ?? [];
        var signedIn = new SignedIn(user, now, records.Add(user));
        var id = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));
        _sessions[id] = new SignInSession(now, [.. others, signedIn]);
        context.Response.Cookies.Append(CookieName, id, new CookieOptions { Secure = true, HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true });
        return signedIn;
    }

    /// <summary>Ends the session of this browser.</summary>
    /// <returns>What it was; null where there was none.</returns>
    public SignInSession? End(HttpContext context)
    {
        context.Response.Cookies.Delete(CookieName, new CookieOptions { Secure = true, HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/" });
        return Remove(context.Request);
    }

    /// <summary>As in a browser that keeps cookies from frames of another site's page. On this machine all pages are of one site for it, so the rule is the stricter one of the cloud: another origin.</summary>
    private bool IsHiddenFrom(HttpRequest request) =>
        !policies.SignIn.ThirdPartyCookies && request.Headers["Sec-Fetch-Dest"].ToString() is "iframe" or "frame" or "embed" or "object" && request.Headers["Sec-Fetch-Site"] != "same-origin";

    private SignInSession? Remove(HttpRequest request)
    {
        foreach (var (id, session) in _sessions)
        {
            if (session.Began + Lifetime <= time.GetUtcNow()) _sessions.TryRemove(id, out _);
        }

        return request.Cookies[CookieName] is { } known && _sessions.TryRemove(known, out var removed) ? removed : null;
    }
}

/// <summary>A browser's session.</summary>
internal sealed record SignInSession(DateTimeOffset Began, IReadOnlyList<SignedIn> Accounts);

/// <summary>A user who signed in.</summary>
/// <param name="User">The user, in the tenant of the account.</param>
/// <param name="At">When.</param>
/// <param name="SessionId">The <c>sid</c> claim.</param>
internal sealed record SignedIn(User User, DateTimeOffset At, string SessionId)
{
    /// <value>The clients that were given something by it: each is told when it ends.</value>
    public ConcurrentDictionary<string, bool> Clients { get; } = new(StringComparer.OrdinalIgnoreCase);
}
