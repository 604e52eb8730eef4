using System.Security.Cryptography;
using System.Text.Json.Nodes;
using EntraEmulator.Hosting;
using EntraEmulator.Keys;
using EntraEmulator.Tenants;
using Microsoft.IdentityModel.Tokens;

namespace EntraEmulator.Discovery;

/// <summary>The JSON Web Key Set (RFC 7517), each key with its certificate and the issuer that it is good for.</summary>
internal static class KeySetDocument
{
    public static JsonObject Create(EmulatorUrls urls, KeyRing keys, TenantPath tenant, int version) => new()
    {
        ["keys"] = new JsonArray([.. keys.Published.Select(key => (JsonNode)Describe(key, urls.Issuer(tenant.IssuerPart, version)))]),
    };

    private static JsonObject Describe(SigningKey key, string issuer)
    {
        var description = new JsonObject
        {
            ["kty"] = key.Key is RSA ? "RSA" : "EC",
            ["use"] = "sig",
            ["kid"] = key.KeyId,
            ["x5t"] = key.KeyId,
            ["x5c"] = new JsonArray(Convert.ToBase64String(key.Certificate.RawData)),
            ["issuer"] = key.Issuer ?? issuer,
        };
        if (key.Key is RSA rsa) AddModulus(description, rsa.ExportParameters(includePrivateParameters: false));
        else AddPoint(description, (ECDsa)key.Key);
        return description;
    }

    private static void AddModulus(JsonObject description, RSAParameters parameters)
    {
        description["n"] = Base64UrlEncoder.Encode(parameters.Modulus);
        description["e"] = Base64UrlEncoder.Encode(parameters.Exponent);
    }

    private static void AddPoint(JsonObject description, ECDsa ec)
    {
        var parameters = ec.ExportParameters(includePrivateParameters: false);
        description["crv"] = $"P-{ec.KeySize}";
        description["x"] = Base64UrlEncoder.Encode(parameters.Q.X);
        description["y"] = Base64UrlEncoder.Encode(parameters.Q.Y);
    }
}
