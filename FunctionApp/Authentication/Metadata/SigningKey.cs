using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace FunctionApp.Authentication.Metadata;

/// <summary>A public key of the identity platform, ready to verify with.</summary>
/// <param name="Key">The key.</param>
/// <param name="Thumbprint">The key's material in one word: two keys with the same thumbprint are the same key.</param>
/// <param name="Issuer">Whose tokens it may sign: an issuer or an issuer template; null when the provider does not say.</param>
internal sealed record SigningKey(SecurityKey Key, string Thumbprint, string? Issuer)
{
    /// <summary>RFC 7518 §3.3: 2048 bits or more.</summary>
    private const int LeastModulusBytes = 2048 / 8;

    /// <summary>Makes the key of a JWK.</summary>
    /// <returns>Null for a key that is not for signatures, of another type, too short, or broken.</returns>
    public static SigningKey? Create(JsonWebKey jwk)
    {
        if (string.IsNullOrEmpty(jwk.Kid) || jwk.Use is not (null or "" or "sig")) return null;

        var issuer = jwk.AdditionalData.TryGetValue("issuer", out var value) ? value?.ToString() : null;
        try
        {
            return jwk.Kty switch
            {
                JsonWebAlgorithmsKeyTypes.RSA when Rsa(jwk) is { } rsa => new SigningKey(rsa, $"{jwk.N}.{jwk.E}", issuer),
                JsonWebAlgorithmsKeyTypes.EllipticCurve when Ec(jwk) is { } ec => new SigningKey(ec, $"{jwk.Crv}.{jwk.X}.{jwk.Y}", issuer),
                _ => null,
            };
        }
        catch (Exception broken) when (broken is FormatException or CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    private static RsaSecurityKey? Rsa(JsonWebKey jwk)
    {
        var modulus = Base64UrlEncoder.DecodeBytes(jwk.N);
        if (modulus.AsSpan().TrimStart((byte)0).Length < LeastModulusBytes) return null;

        var parameters = new RSAParameters { Modulus = modulus, Exponent = Base64UrlEncoder.DecodeBytes(jwk.E) };
        return new RsaSecurityKey(RSA.Create(parameters)) { KeyId = jwk.Kid };
    }

    private static ECDsaSecurityKey? Ec(JsonWebKey jwk)
    {
        var curve = jwk.Crv switch
        {
            "P-256" => ECCurve.NamedCurves.nistP256,
            "P-384" => ECCurve.NamedCurves.nistP384,
            "P-521" => ECCurve.NamedCurves.nistP521,
            _ => (ECCurve?)null,
        };
        if (curve is null) return null;

        var point = new ECPoint { X = Base64UrlEncoder.DecodeBytes(jwk.X), Y = Base64UrlEncoder.DecodeBytes(jwk.Y) };
        return new ECDsaSecurityKey(ECDsa.Create(new ECParameters { Curve = curve.Value, Q = point })) { KeyId = jwk.Kid };
    }
}
