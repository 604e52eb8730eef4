using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;

namespace EntraEmulator.Tenants;

/// <summary>What an application may prove itself with. Every member may be called while requests are served.</summary>
public sealed class AppCredentials
{
    private ImmutableArray<ClientSecret> _secrets = [];
    private ImmutableArray<RegisteredCertificate> _certificates = [];
    private ImmutableArray<FederatedCredential> _federated = [];

    internal ImmutableArray<ClientSecret> Secrets => _secrets;

    internal ImmutableArray<RegisteredCertificate> Certificates => _certificates;

    internal ImmutableArray<FederatedCredential> Federated => _federated;

    /// <summary>Registers a secret.</summary>
    /// <param name="value">The secret itself.</param>
    /// <param name="expiresOn">From when it is refused as expired (AADSTS7000222); null for never.</param>
    public AppCredentials AddSecret(string value, DateTimeOffset? expiresOn = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        ImmutableInterlocked.Update(ref _secrets, static (all, added) => all.Add(added), new ClientSecret(value, expiresOn));
        return this;
    }

    /// <summary>Removes a secret: from now on it is wrong (AADSTS7000215).</summary>
    public AppCredentials RemoveSecret(string value)
    {
        ImmutableInterlocked.Update(ref _secrets, static (all, removed) => all.RemoveAll(secret => secret.Is(removed)), value);
        return this;
    }

    /// <summary>Registers a certificate for client assertions. Only its public part is used.</summary>
    public AppCredentials AddCertificate(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ImmutableInterlocked.Update(ref _certificates, static (all, added) => all.Add(added), new RegisteredCertificate(certificate.RawData));
        return this;
    }

    /// <summary>Removes a certificate: assertions signed with it are refused from now on (AADSTS700027).</summary>
    public AppCredentials RemoveCertificate(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ImmutableInterlocked.Update(
            ref _certificates,
            static (all, removed) => all.RemoveAll(one => one.Is(removed)),
            certificate.Thumbprint);
        return this;
    }

    /// <summary>Registers an external issuer whose tokens stand for this application (workload identity).</summary>
    public AppCredentials AddFederatedCredential(FederatedCredential credential)
    {
        ArgumentNullException.ThrowIfNull(credential);
        ImmutableInterlocked.Update(ref _federated, static (all, added) => all.Add(added), credential);
        return this;
    }

    /// <summary>Removes a federated credential.</summary>
    public AppCredentials RemoveFederatedCredential(FederatedCredential credential)
    {
        ImmutableInterlocked.Update(ref _federated, static (all, removed) => all.Remove(removed), credential);
        return this;
    }

    internal void Add(ClientSecret secret) => ImmutableInterlocked.Update(ref _secrets, static (all, added) => all.Add(added), secret);

    internal void Remove(ClientSecret secret) => ImmutableInterlocked.Update(ref _secrets, static (all, removed) => all.Remove(removed), secret);

    internal void Replace(IEnumerable<RegisteredCertificate> certificates) =>
        ImmutableInterlocked.Update(ref _certificates, static (_, all) => all, certificates.ToImmutableArray());
}
