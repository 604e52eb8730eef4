using System.Text.Json.Nodes;
using EntraEmulator.Hosting;
using EntraEmulator.Keys;
using EntraEmulator.Tenants;
using Microsoft.IdentityModel.JsonWebTokens;

namespace EntraEmulator.Tokens;

/// <summary>Makes tokens, signed with the current key.</summary>
internal sealed class TokenMint(EmulatorUrls urls, KeyRing keys, TimeProvider time)
{
    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    public string AccessToken(AccessTokenOrder order) =>
        Sign(AccessTokenClaims.Create(urls, order, time.GetUtcNow()), keys.Current, order.Resource.AccessTokenVersion);

    public string IdToken(Tenant tenant, AppRegistration client, User user, TimeSpan lifetime) =>
        Sign(IdTokenClaims.Create(urls, tenant, client, user, time.GetUtcNow(), lifetime), keys.Current, version: 2);

    // Only tokens of version 1.0 name their key twice.
    private static string Sign(JsonObject claims, SigningKey key, int version) => version == 1
        ? Handler.CreateToken(claims.ToJsonString(JsonAnswers.Compact), key.Credentials, new Dictionary<string, object>(StringComparer.Ordinal) { ["x5t"] = key.KeyId })
        : Handler.CreateToken(claims.ToJsonString(JsonAnswers.Compact), key.Credentials);
}
