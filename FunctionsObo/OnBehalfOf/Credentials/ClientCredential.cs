using System.Security.Cryptography.X509Certificates;
using Microsoft.Identity.Client;

namespace FunctionsObo.OnBehalfOf.Credentials;

/// <summary>A credential that was loaded. Its text names only its kind.</summary>
/// <param name="isCurrent">Whether what it was loaded from is unchanged.</param>
internal abstract class ClientCredential(Func<bool> isCurrent)
{
    /// <summary>Whether loading it again would give the same.</summary>
    public bool IsCurrent => isCurrent();

    /// <summary>Puts it on an MSAL client.</summary>
    public abstract void ApplyTo(ConfidentialClientApplicationBuilder builder);
}

internal sealed class SecretCredential(string value, Func<bool> isCurrent) : ClientCredential(isCurrent)
{
    public override void ApplyTo(ConfidentialClientApplicationBuilder builder) => builder.WithClientSecret(value);

    public override string ToString() => "client secret";
}

internal sealed class CertificateCredential(X509Certificate2 certificate, bool sendX5C, Func<bool> isCurrent) : ClientCredential(isCurrent)
{
    public override void ApplyTo(ConfidentialClientApplicationBuilder builder) => builder.WithCertificate(certificate, sendX5C);

    public override string ToString() => $"certificate {certificate.Thumbprint}";
}

/// <summary>An assertion that somebody else signs anew whenever it is needed.</summary>
internal sealed class AssertionCredential(string name, Func<CancellationToken, Task<string>> sign) : ClientCredential(static () => true)
{
    public override void ApplyTo(ConfidentialClientApplicationBuilder builder) =>
        builder.WithClientAssertion(request => sign(request.CancellationToken));

    public override string ToString() => name;
}

/// <summary>A file as it was when it was read: mounted secrets and certificates are replaced while the app runs.</summary>
internal sealed class WatchedFile(string path)
{
    private readonly DateTime _writtenAt = File.GetLastWriteTimeUtc(path);

    public string Path => path;

    public bool IsUnchanged => File.GetLastWriteTimeUtc(path) == _writtenAt;

    /// <summary>The text without the line end that editors and tools leave behind.</summary>
    public string ReadText() => File.ReadAllText(path).Trim();
}
