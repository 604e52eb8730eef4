using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace FunctionsObo.Authentication.Metadata;

/// <summary>A public key of the identity platform, ready to verify with.</summary>
/// <param name="Key">The key.</param>
/// <param name="Thumbprint">The key's material in one word: two keys with the same thumbprint are the same key.</param>
/// <param name="Issuer">Whose tokens it may sign: an issuer or an issuer template; null when the identity platform does not say.</param>
/// <param name="Algorithms">What it may verify: the algorithms of its type and curve (RFC 7518 §3.1), or the one that the identity platform says.</param>
internal sealed record SigningKey(SecurityKey Key, string Thumbprint, string? Issuer, IReadOnlyList<string> Algorithms)
{
    /// <summary>RFC 7518 §3.3: 2048 bits or more.</summary>
    private const int LeastModulusBytes = 2048 / 8;

    private static readonly string[] RsaAlgorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"];

    /// <summary>Makes the key of a JWK.</summary>
    /// <returns>Null for a key that is not for signatures, of another type, too short, or broken.</returns>
    public static SigningKey? Create(JsonWebKey jwk)
    {
        if (string.IsNullOrEmpty(jwk.Kid) || jwk.Use is not (null or "" or "sig")) return null;
        if (jwk.KeyOps.Count > 0 && !jwk.KeyOps.Contains("verify", StringComparer.Ordinal)) return null; // RFC 7517 §4.3
        try
        {
            return (jwk.Kty, jwk.Crv) switch
            {
                ("RSA", _) => Rsa(jwk),
                ("EC", "P-256") => Ec(jwk, ECCurve.NamedCurves.nistP256, "ES256"),
                ("EC", "P-384") => Ec(jwk, ECCurve.NamedCurves.nistP384, "ES384"),
                ("EC", "P-521") => Ec(jwk, ECCurve.NamedCurves.nistP521, "ES512"),
                _ => null,
            };
        }
        catch (Exception broken) when (broken is FormatException or CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Whether the other is the same key, for the same issuer and algorithms: what one has verified, the other verifies.</summary>
    public bool IsSameAs(SigningKey other) =>
        Thumbprint == other.Thumbprint && Issuer == other.Issuer && Algorithms.SequenceEqual(other.Algorithms, StringComparer.Ordinal);

    /// <summary>Whether the key is for this algorithm.</summary>
    public bool Verifies(string algorithm) => Algorithms.Contains(algorithm, StringComparer.Ordinal);

    /// <summary>
    /// Whether the key is for this issuer. One that names its issuer signs only for the tenant and the cloud of that issuer: the
    /// consumers' key is not good for a work tenant (https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-the-signature).
    /// </summary>
    /// <param name="issuer">The token's issuer.</param>
    /// <param name="tenantId">The token's tenant.</param>
    /// <param name="instance">Host and port of the configured cloud: the issuer of v1 tokens is on another host than the one that keys name.</param>
    public bool SignsFor(string issuer, string tenantId, string instance)
    {
        if (string.IsNullOrEmpty(Issuer)) return true;
        if (!Uri.TryCreate(Issuer, UriKind.Absolute, out var own) || !Uri.TryCreate(issuer, UriKind.Absolute, out var tokens)) return false;

        var tenant = IssuerTemplate.TenantOf(Issuer);
        return (tenant == tenantId || tenant == IssuerTemplate.TenantPlaceholder)
            && (own.Authority == tokens.Authority || own.Authority == instance);
    }

    private static SigningKey? Rsa(JsonWebKey jwk)
    {
        var modulus = Base64UrlEncoder.DecodeBytes(jwk.N);
        if (modulus.AsSpan().TrimStart((byte)0).Length < LeastModulusBytes) return null;

        var parameters = new RSAParameters { Modulus = modulus, Exponent = Base64UrlEncoder.DecodeBytes(jwk.E) };
        return Create(jwk, new RsaSecurityKey(RSA.Create(parameters)), $"{jwk.N}.{jwk.E}", RsaAlgorithms);
    }

    private static SigningKey Ec(JsonWebKey jwk, ECCurve curve, string algorithm)
    {
        var point = new ECPoint { X = Base64UrlEncoder.DecodeBytes(jwk.X), Y = Base64UrlEncoder.DecodeBytes(jwk.Y) };
        var key = new ECDsaSecurityKey(ECDsa.Create(new ECParameters { Curve = curve, Q = point }));
        return Create(jwk, key, $"{jwk.Crv}.{jwk.X}.{jwk.Y}", [algorithm]);
    }

    private static SigningKey Create(JsonWebKey jwk, SecurityKey key, string thumbprint, IReadOnlyList<string> algorithms)
    {
        key.KeyId = jwk.Kid;
        var issuer = jwk.AdditionalData.TryGetValue("issuer", out var value) ? value?.ToString() : null;
        return new SigningKey(key, thumbprint, issuer, string.IsNullOrEmpty(jwk.Alg) ? algorithms : [.. algorithms.Where(one => one == jwk.Alg)]);
    }
}
