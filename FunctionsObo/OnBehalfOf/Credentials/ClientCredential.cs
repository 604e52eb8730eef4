using System.Security.Cryptography.X509Certificates;
using FunctionsObo.Logging;
using Microsoft.Identity.Client;
using Microsoft.Identity.Client.AppConfig;
using Microsoft.Identity.Client.Extensibility;

namespace FunctionsObo.OnBehalfOf.Credentials;

/// <summary>A credential that was loaded. Its text names only its kind.</summary>
/// <param name="isCurrent">Whether what it was loaded from is unchanged.</param>
internal abstract class ClientCredential(Func<bool> isCurrent)
{
    /// <summary>Whether loading it again would give the same.</summary>
    public bool IsCurrent => isCurrent();

    /// <summary>What kind it is, in a word or two.</summary>
    public virtual string Kind => ToString()!;

    /// <summary>When the identity platform stops to accept it; null where nobody here knows, as with a secret.</summary>
    public virtual DateTimeOffset? ExpiresOn => null;

    /// <summary>Puts it on an MSAL client.</summary>
    /// <param name="builder">The client's builder.</param>
    /// <param name="inUse">The credential in use at each later moment, which MSAL asks for where it can; null until there is one.</param>
    public abstract void ApplyTo(ConfidentialClientApplicationBuilder builder, Func<ClientCredential?> inUse);

    /// <summary>Whether a client that was built for the other one works with this one, as soon as this one is in use.</summary>
    public abstract bool FitsClientOf(ClientCredential other);
}

/// <summary>A secret. MSAL takes it once, so that another one needs another client.</summary>
internal sealed class SecretCredential(string value, Func<bool> isCurrent) : ClientCredential(isCurrent)
{
    private readonly string _value = value;

    public override void ApplyTo(ConfidentialClientApplicationBuilder builder, Func<ClientCredential?> inUse) => builder.WithClientSecret(_value);

    public override bool FitsClientOf(ClientCredential other) => other is SecretCredential secret && secret._value == _value;

    public override string ToString() => "client secret";
}

/// <summary>A certificate. MSAL asks for it at each token request, so that a renewed one signs in the same client.</summary>
internal sealed class CertificateCredential(X509Certificate2 certificate, bool sendX5C, Func<bool> isCurrent) : ClientCredential(isCurrent)
{
    private readonly X509Certificate2 _certificate = certificate;
    private readonly bool _sendX5C = sendX5C;

    public override string Kind => "certificate";

    public override DateTimeOffset? ExpiresOn { get; } = new DateTimeOffset(certificate.NotAfter).ToUniversalTime();

    public override void ApplyTo(ConfidentialClientApplicationBuilder builder, Func<ClientCredential?> inUse) => builder.WithCertificate(
        _ => Task.FromResult((inUse() as CertificateCredential ?? this)._certificate), new CertificateOptions { SendX5C = _sendX5C });

    public override bool FitsClientOf(ClientCredential other) => other is CertificateCredential certificate && certificate._sendX5C == _sendX5C;

    public override string ToString() => $"certificate {_certificate.Thumbprint}";
}

/// <summary>An assertion that somebody else signs anew whenever it is needed.</summary>
/// <param name="name">The kind of credential.</param>
/// <param name="sign">Gets one.</param>
/// <param name="fix">What to do when there is none.</param>
/// <param name="isCurrent">Whether what it was loaded from is unchanged.</param>
internal sealed class AssertionCredential(string name, Func<CancellationToken, Task<string>> sign, OurText fix, Func<bool> isCurrent) : ClientCredential(isCurrent)
{
    public override void ApplyTo(ConfidentialClientApplicationBuilder builder, Func<ClientCredential?> inUse) =>
        builder.WithClientAssertion(request => (inUse() as AssertionCredential ?? this).SignAsync(request.CancellationToken));

    public override bool FitsClientOf(ClientCredential other) => other is AssertionCredential;

    public override string ToString() => name;

    /// <returns>The assertion, a JWT.</returns>
    /// <exception cref="CredentialUnavailableException">There is none at the moment.</exception>
    public async Task<string> SignAsync(CancellationToken cancellationToken)
    {
        try
        {
            var assertion = await sign(cancellationToken);
            return assertion.Length > 0 ? assertion : throw new CredentialUnavailableException(OurText.Of($"{OwnName.Of(name)}: empty. {fix}"));
        }
        catch (Exception failed) when (failed is not CredentialUnavailableException)
        {
            throw CredentialUnavailableException.For(OwnName.Of(name), failed, fix);
        }
    }
}
