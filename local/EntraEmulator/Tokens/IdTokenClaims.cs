using System.Text.Json.Nodes;
using EntraEmulator.Hosting;
using EntraEmulator.Tenants;

namespace EntraEmulator.Tokens;

/// <summary>
/// The payload of an ID token: for the client, about the user, and no key to any API.
/// See https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference.
/// </summary>
internal static class IdTokenClaims
{
    public static JsonObject Create(EmulatorUrls urls, Tenant tenant, AppRegistration client, User user, DateTimeOffset now, TimeSpan lifetime, SignInFacts? signIn)
    {
        var claims = TokenClaims.Begin(urls, client.ClientId, tenant, version: 2, now, lifetime);
        if (signIn?.Nonce is { } nonce) claims["nonce"] = nonce;
        if (signIn?.SessionId is { } session) claims["sid"] = session;
        if (signIn?.At is { } at) claims["auth_time"] = at.ToUnixTimeSeconds();
        TokenClaims.AddAccount(claims, urls, user, client);
        claims["login_hint"] = user.Mail;
        claims["name"] = user.DisplayName;
        claims["oid"] = user.ObjectId;
        claims["preferred_username"] = user.Mail;
        claims["rh"] = $"1.{TokenClaims.Opaque(48)}.";
        claims["sub"] = TokenClaims.PairwiseSubject(user, client);
        claims["tid"] = tenant.Id;
        claims["uti"] = TokenClaims.Opaque(16);
        claims["ver"] = "2.0";
        return claims;
    }
}
