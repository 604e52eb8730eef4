using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace EntraEmulator.Keys;

/// <summary>The public part of a key as a JSON Web Key (RFC 7517), with its certificate.</summary>
internal static class PublicJwk
{
    public static JsonObject Describe(SigningKey key)
    {
        var description = new JsonObject
        {
            ["kty"] = key.Key is RSA ? "RSA" : "EC",
            ["use"] = "sig",
            ["kid"] = key.KeyId,
            ["x5t"] = key.KeyId,
            ["x5c"] = CertificateChain(key),
        };
        if (key.Key is RSA rsa) AddModulus(description, rsa.ExportParameters(includePrivateParameters: false));
        else AddPoint(description, (ECDsa)key.Key);
        return description;
    }

    public static JsonArray CertificateChain(SigningKey key) => new(Convert.ToBase64String(key.Certificate.RawData));

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
