using System.Security.Cryptography;
using EntraEmulator.Tenants;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace TestSupport;

/// <summary>A cluster that signs tokens for its workloads.</summary>
internal sealed class ExternalIssuer(RSA key)
{
    public const string Address = "https://cluster.example/";

    private readonly RsaSecurityKey _key = new(key) { KeyId = Guid.NewGuid().ToString("N") };

    public FederatedCredential Credential(string subject) => new(Address, subject, _key);

    public string Token(string subject, string audience = "api://AzureADTokenExchange", string issuer = Address) =>
        new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(10),
            Claims = new Dictionary<string, object>(StringComparer.Ordinal) { ["sub"] = subject },
            SigningCredentials = new SigningCredentials(_key, SecurityAlgorithms.RsaSha256),
        });
}
