using System.Text.Json.Nodes;
using EntraEmulator.Hosting;
using EntraEmulator.Tenants;

namespace EntraEmulator.Tokens;

/// <summary>An ID token to be made.</summary>
/// <param name="Lifetime">How long it is good.</param>
/// <param name="SignIn">The sign-in that it tells of.</param>
/// <param name="Scopes">OpenID scopes that were asked for: <c>profile</c> and <c>email</c> each give claims. Null for all.</param>
internal sealed record IdTokenOrder(TimeSpan Lifetime, SignInFacts? SignIn = null, IReadOnlyList<string>? Scopes = null)
{
    public bool Has(string scope) => Scopes?.Contains(scope, StringComparer.Ordinal) != false;
}

/// <summary>
/// The payload of an ID token: for the client, about the user, and no key to any API.
/// See https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference.
/// </summary>
internal static class IdTokenClaims
{
    public static JsonObject Create(EmulatorUrls urls, Tenant tenant, AppRegistration client, User user, DateTimeOffset now, IdTokenOrder order)
    {
        var claims = TokenClaims.Begin(urls, client.ClientId, tenant, version: 2, now, order.Lifetime);
        if (order.SignIn?.Nonce is { } nonce) claims["nonce"] = nonce;
        if (order.SignIn?.At is { } at) claims["auth_time"] = at.ToUnixTimeSeconds();
        if (order.SignIn?.SessionId is { } session) claims["sid"] = session;
        TokenClaims.AddAccount(claims, urls, user, client);
        claims["login_hint"] = user.Mail;
        if (order.Has("email")) claims["email"] = user.Mail;
        if (order.Has("profile"))
        {
            claims["name"] = user.DisplayName;
            claims["oid"] = user.ObjectId;
            claims["preferred_username"] = user.Mail;
            claims["tid"] = tenant.Id;
        }

        claims["rh"] = $"1.{TokenClaims.Opaque(48)}.";
        claims["sub"] = TokenClaims.PairwiseSubject(user, client);
        claims["uti"] = TokenClaims.Opaque(16);
        claims["ver"] = "2.0";
        return claims;
    }
}
