using System.Diagnostics;
using System.Security.Claims;

namespace DevStack.DownstreamApis.Seen;

/// <summary>The claims that tell for whom, by whom and for what an accepted token was issued. Never the token.</summary>
/// <param name="Aud">The API it was issued for.</param>
/// <param name="Iss">The tenant's issuer.</param>
/// <param name="Tid">The tenant.</param>
/// <param name="Oid">The user, or the application's service principal.</param>
/// <param name="Azp">The application that got it.</param>
/// <param name="Scp">Delegated scopes, separated by spaces; null for the application's own token.</param>
/// <param name="Roles">App roles; empty for most users.</param>
/// <param name="Exp">When it expires, in seconds since 1970.</param>
/// <param name="Uti">The token's own id: two requests with the same one carried the same token.</param>
/// <param name="Time">When it was accepted.</param>
public sealed record SeenToken(
    string? Aud, string? Iss, string? Tid, string? Oid, string? Azp, string? Scp, IReadOnlyList<string> Roles, long Exp, string? Uti, DateTimeOffset Time)
{
    /// <summary>The trace of the request that brought it, if it named one.</summary>
    public string? TraceId { get; init; }

    internal static SeenToken From(ClaimsPrincipal user, DateTimeOffset time) => new(
        user.FindFirstValue("aud"), user.FindFirstValue("iss"), user.FindFirstValue("tid"), user.FindFirstValue("oid"), user.FindFirstValue("azp"),
        user.FindFirstValue("scp"), [.. user.FindAll("roles").Select(role => role.Value)],
        long.TryParse(user.FindFirstValue("exp"), out var exp) ? exp : 0, user.FindFirstValue("uti"), time)
    {
        TraceId = Activity.Current?.TraceId.ToHexString(),
    };
}
