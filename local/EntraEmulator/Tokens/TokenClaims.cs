using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using EntraEmulator.Hosting;
using EntraEmulator.StackFiles;
using EntraEmulator.Tenants;
using Microsoft.IdentityModel.Tokens;

namespace EntraEmulator.Tokens;

/// <summary>The claims that every token has, and the identifiers in them.</summary>
internal static class TokenClaims
{
    // Entra dates its tokens five minutes back, so that resources with a slow clock take them.
    private static readonly TimeSpan Backdate = TimeSpan.FromMinutes(5);

    public static JsonObject Begin(EmulatorUrls urls, string audience, Tenant tenant, int version, DateTimeOffset now, TimeSpan lifetime)
    {
        var expires = now + lifetime;
        var issued = (expires < now ? expires : now) - Backdate;
        return new JsonObject
        {
            ["aud"] = audience,
            ["iss"] = urls.Issuer(tenant.Id, version),
            ["iat"] = issued.ToUnixTimeSeconds(),
            ["nbf"] = issued.ToUnixTimeSeconds(),
            ["exp"] = expires.ToUnixTimeSeconds(),
        };
    }

    /// <summary>When a token was really issued, by its <c>iat</c>.</summary>
    public static DateTimeOffset IssuedOn(DateTimeOffset issuedAt) => issuedAt + Backdate;

    /// <summary>The <c>sub</c> of a user, which differs from application to application.</summary>
    public static string PairwiseSubject(User user, AppRegistration application) => Base64UrlEncoder.Encode(Hash($"sub|{user.TenantId}|{user.ObjectId}|{application.ClientId}"));

    /// <summary>Of a guest: who vouches for the account. With the optional claim <c>acct</c>, whether the user is one.</summary>
    public static void AddAccount(JsonObject claims, EmulatorUrls urls, User user, AppRegistration audience)
    {
        if (audience.IncludeAccountStatus) claims["acct"] = user.IsGuest ? 1 : 0;
        if (user.IsGuest) claims["idp"] = urls.Issuer(user.Account.TenantId, version: 1);
    }

    /// <summary>The object id of an application's service principal in a tenant.</summary>
    public static string ServicePrincipalId(AppRegistration application, Tenant tenant) =>
        application.PrincipalIn(tenant)?.Id ?? StableId.Of($"sp|{tenant.Id}|{application.ClientId}").ToString();

    public static string Opaque(int bytes) => Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(bytes));

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
