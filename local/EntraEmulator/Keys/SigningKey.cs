using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.Tokens;

namespace EntraEmulator.Keys;

/// <summary>A key that tokens are signed with, and its self-signed certificate.</summary>
public sealed class SigningKey
{
    private static readonly DateTimeOffset NotBefore = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private SigningKey(AsymmetricAlgorithm key, CertificateRequest request, string? issuer)
    {
        using var certificate = request.CreateSelfSigned(NotBefore, NotBefore.AddYears(80));
        Certificate = X509CertificateLoader.LoadCertificate(certificate.RawData);
        KeyId = Base64UrlEncoder.Encode(Certificate.GetCertHash());
        Key = key;
        Issuer = issuer;
        SecurityKey = key is RSA rsa ? new RsaSecurityKey(rsa) { KeyId = KeyId } : new ECDsaSecurityKey((ECDsa)key) { KeyId = KeyId };
        Credentials = new SigningCredentials(SecurityKey, SecurityAlgorithms.RsaSha256) { CryptoProviderFactory = new CryptoProviderFactory() };
    }

    /// <value>The <c>kid</c>, which is the certificate's <c>x5t</c>: base64url of its SHA-1.</value>
    public string KeyId { get; }

    /// <value>The certificate, without the private key.</value>
    public X509Certificate2 Certificate { get; }

    /// <value>The <c>issuer</c> that the key set names for this key, or null for the template that fits every tenant.</value>
    public string? Issuer { get; }

    internal AsymmetricAlgorithm Key { get; }

    internal SecurityKey SecurityKey { get; }

    /// <value>What signs the emulator's own tokens: only RSA keys do that.</value>
    internal SigningCredentials Credentials { get; }

    internal static SigningKey CreateRsa(string? issuer = null)
    {
        var rsa = SpareRsaKeys.Take();
        return new SigningKey(rsa, new CertificateRequest("CN=EntraEmulator signing", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), issuer);
    }

    internal static SigningKey CreateEc(ECCurve curve)
    {
        var ec = ECDsa.Create(curve);
        return new SigningKey(ec, new CertificateRequest("CN=EntraEmulator signing", ec, HashAlgorithmName.SHA256), issuer: null);
    }
}
