using System.Security.Cryptography;
using System.Text;
using EntraEmulator.Errors;
using EntraEmulator.Keys;

namespace EntraEmulator.Dev;

/// <summary>The signature algorithms of RFC 7518 section 3.1, and the attacks on them that a verifier has to withstand.</summary>
internal static class JwsSigning
{
    public static bool IsNone(string algorithm) => string.Equals(algorithm, "none", StringComparison.OrdinalIgnoreCase);

    /// <returns>The size of the curve that an ES algorithm is tied to, or null for the others.</returns>
    public static int? CurveOf(string algorithm) => algorithm switch { "ES256" => 256, "ES384" => 384, "ES512" => 521, _ => null };

    public static bool Fits(this SigningKey key, string algorithm) => CurveOf(algorithm) is { } bits ? key.IsCurve(bits) : key.Key is RSA;

    public static bool IsCurve(this SigningKey key, int bits) => key.Key is ECDsa ec && ec.KeySize == bits;

    /// <exception cref="DevRequestException">The algorithm or the form of the secret is unknown.</exception>
    public static byte[] Sign(string algorithm, SigningKey key, string? secret, byte[] input)
    {
        var hash = algorithm.Length == 5 ? Hash(algorithm[2..]) : null;
        return (algorithm.Length == 5 ? algorithm[..2] : "", hash) switch
        {
            ("RS", { } name) => ((RSA)key.Key).SignData(input, name, RSASignaturePadding.Pkcs1),
            ("PS", { } name) => ((RSA)key.Key).SignData(input, name, RSASignaturePadding.Pss),
            ("ES", { } name) => ((ECDsa)key.Key).SignData(input, name),
            ("HS", { } name) => CryptographicOperations.HmacData(name, PublicKeyAsSecret((RSA)key.Key, secret), input),
            _ => throw new DevRequestException($"The algorithm '{algorithm}' is unknown. Known: RS, PS, ES and HS with 256, 384 or 512, and none; 'algorithm' signs with another than the header's 'alg'."),
        };
    }

    private static HashAlgorithmName? Hash(string bits) => bits switch
    {
        "256" => HashAlgorithmName.SHA256,
        "384" => HashAlgorithmName.SHA384,
        "512" => HashAlgorithmName.SHA512,
        _ => null,
    };

    // Algorithm confusion (RFC 8725 section 2.1): a verifier that takes its public key for an HMAC secret accepts these.
    private static byte[] PublicKeyAsSecret(RSA rsa, string? form) => form switch
    {
        null or "pem" => Encoding.ASCII.GetBytes(rsa.ExportSubjectPublicKeyInfoPem()),
        "der" => rsa.ExportSubjectPublicKeyInfo(),
        "modulus" => rsa.ExportParameters(includePrivateParameters: false).Modulus!,
        _ => throw new DevRequestException("'secret' is pem, der or modulus."),
    };
}
