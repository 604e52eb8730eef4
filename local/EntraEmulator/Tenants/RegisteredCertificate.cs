using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.Tokens;

namespace EntraEmulator.Tenants;

/// <summary>The public part of a certificate that signs client assertions.</summary>
internal sealed class RegisteredCertificate
{
    private readonly X509Certificate2 _certificate;
    private readonly string _sha1;
    private readonly string _sha256;

    public RegisteredCertificate(byte[] der)
    {
        _certificate = X509CertificateLoader.LoadCertificate(der);
        _sha1 = Base64UrlEncoder.Encode(_certificate.GetCertHash());
        _sha256 = Base64UrlEncoder.Encode(_certificate.GetCertHash(HashAlgorithmName.SHA256));
        Key = new X509SecurityKey(_certificate);
    }

    public SecurityKey Key { get; }

    public string KeyId { get; init; } = Guid.NewGuid().ToString();

    public string? DisplayName { get; init; }

    public X509Certificate2 Certificate => _certificate;

    public bool Is(string thumbprint) => string.Equals(_certificate.Thumbprint, thumbprint, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether an assertion's header means this certificate, by <c>x5t</c>, <c>x5t#S256</c> or <c>kid</c>.</summary>
    public bool IsNamedBy(string? x5t, string? x5tS256, string? kid) =>
        string.Equals(x5t, _sha1, StringComparison.Ordinal)
        || string.Equals(x5tS256, _sha256, StringComparison.Ordinal)
        || string.Equals(kid, _sha1, StringComparison.Ordinal)
        || string.Equals(kid, _sha256, StringComparison.Ordinal)
        || (kid is not null && Is(kid));

    public bool IsValidAt(DateTimeOffset now) => _certificate.NotBefore.ToUniversalTime() <= now.UtcDateTime && now.UtcDateTime <= _certificate.NotAfter.ToUniversalTime();
}
