using System.IdentityModel.Tokens.Jwt;
using System.Text.Json.Nodes;
using EntraEmulator.Hosting;
using EntraEmulator.Keys;
using EntraEmulator.Tenants;

namespace EntraEmulator.Tokens;

/// <summary>Makes tokens, signed with the current key.</summary>
internal sealed class TokenMint(EmulatorUrls urls, KeyRing keys, TimeProvider time)
{
    private static readonly JwtSecurityTokenHandler Handler = new();

    public string AccessToken(AccessTokenOrder order) =>
        Sign(AccessTokenClaims.Create(urls, order, time.GetUtcNow()), keys.Current, order.Resource.AccessTokenVersion);

    public string IdToken(Tenant tenant, AppRegistration client, User user, IdTokenOrder order) =>
        Sign(IdTokenClaims.Create(urls, tenant, client, user, time.GetUtcNow(), order), keys.Current, version: 2);

    private static string Sign(JsonObject claims, SigningKey key, int version)
    {
        var header = new JwtHeader(key.Credentials);

        // Only tokens of version 1.0 name their key twice.
        if (version == 1) header[JwtHeaderParameterNames.X5t] = key.KeyId;
        return Handler.WriteToken(new JwtSecurityToken(header, JwtPayload.Deserialize(claims.ToJsonString(JsonAnswers.Compact))));
    }
}
