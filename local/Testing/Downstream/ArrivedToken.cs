using EntraEmulator;
using FunctionsObo.Testing.Platform;
using FunctionsObo.Testing.Time;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FunctionsObo.Testing.Downstream;

/// <summary>Checks the token of a request as strictly as an API of one's own would: by the keys that the platform publishes.</summary>
internal sealed class ArrivedToken(Emulator emulator, RegisteredApi api, string clientId, ManualTime time)
{
    private static readonly JsonWebTokenHandler Tokens = new() { MapInboundClaims = false };

    /// <returns>The token, or why it is refused.</returns>
    public async Task<(JsonWebToken? Token, string? Refusal)> ReadAsync(HttpRequestMessage request)
    {
        if (request.Headers.Authorization is not { Scheme: "Bearer", Parameter: { Length: > 0 } text }) return (null, "it came without a bearer token");
        var checkedToken = await Tokens.ValidateTokenAsync(text, Rules());
        if (!checkedToken.IsValid) return (null, $"its token is not good for {api.Name}: {checkedToken.Exception.GetType().Name}");
        var token = (JsonWebToken)checkedToken.SecurityToken;
        if (token.Issuer != $"{emulator.Address}{Claim(token, "tid")}/v2.0") return (null, "its token is from another issuer");
        return Claim(token, "azp") == clientId ? (token, null) : (null, "its token was issued to another application");
    }

    public static string Claim(JsonWebToken token, string name) => token.TryGetPayloadValue<string>(name, out var value) ? value : "";

    public static IReadOnlyList<string> Roles(JsonWebToken token) => token.TryGetPayloadValue<string[]>("roles", out var roles) ? roles : [];

    private TokenValidationParameters Rules() => new()
    {
        ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
        IssuerSigningKeys = emulator.Keys.Published.Where(key => key.Certificate.GetKeyAlgorithm() == "1.2.840.113549.1.1.1").Select(key => new X509SecurityKey(key.Certificate, key.KeyId)),
        ValidAudience = api.ClientId,
        ValidIssuers = emulator.Directory.Tenants.Select(tenant => $"{emulator.Address}{tenant.Id}/v2.0"),
        LifetimeValidator = (notBefore, expires, _, _) => notBefore <= time.GetUtcNow().UtcDateTime && time.GetUtcNow().UtcDateTime < expires,
    };
}
