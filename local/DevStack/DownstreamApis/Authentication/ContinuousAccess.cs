using System.Globalization;
using System.Security.Claims;
using System.Text;
using EntraEmulator;

namespace DevStack.DownstreamApis.Authentication;

/// <summary>
/// Continuous access evaluation: an API that takes part refuses tokens from before its user was revoked, though they have not expired, with a challenge for clients that can answer one
/// (https://learn.microsoft.com/entra/identity-platform/app-resilience-continuous-access-evaluation).
/// </summary>
internal static class ContinuousAccess
{
    /// <exception cref="ClaimsNeededException">The user was revoked since.</exception>
    public static void Check(ClaimsPrincipal token, IApi api, Emulator platform)
    {
        if (platform.Directory.FindApplication(api.Audience) is not { ContinuousAccessEvaluation: true }) return;
        if (!token.FindAll("xms_cc").Any(capability => capability.Value.Equals("cp1", StringComparison.OrdinalIgnoreCase))) return;
        if (!long.TryParse(token.FindFirst("iat")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var issuedAt)) return;
        if (platform.RevokedSince(token.FindFirst("tid")?.Value ?? "", token.FindFirst("oid")?.Value ?? "", token.FindFirst("sid")?.Value, DateTimeOffset.FromUnixTimeSeconds(issuedAt)) is { } revoked)
            throw new ClaimsNeededException($$$$"""{"access_token":{"nbf":{"essential":true,"value":"{{{{revoked.ToUnixTimeSeconds()}}}}"}}}""");
    }
}

/// <summary>The user has to sign in again before this API takes a token.</summary>
internal sealed class ClaimsNeededException(string claims) : Exception("Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp")
{
    /// <summary>The claims request, as challenges carry it.</summary>
    public string Base64 { get; } = Convert.ToBase64String(Encoding.UTF8.GetBytes(claims));
}
