using System.Text.Json.Nodes;
using EntraEmulator.Tenants;
using EntraEmulator.Tokens;

namespace EntraEmulator.Grants;

/// <summary>The members that every answer with an access token has (RFC 6749 section 5.1).</summary>
internal static class TokenAnswer
{
    public static JsonObject Begin(AppRegistration resource, TimeSpan lifetime, Func<TimeSpan, string> accessToken)
    {
        var answer = new JsonObject
        {
            ["token_type"] = "Bearer",
            ["expires_in"] = (long)lifetime.TotalSeconds,
            ["ext_expires_in"] = (long)lifetime.TotalSeconds,
        };
        if (TokenLifetime.RefreshIn(resource, lifetime) is { } refreshIn) answer["refresh_in"] = (long)refreshIn.TotalSeconds;
        answer["access_token"] = accessToken(lifetime);
        return answer;
    }
}
