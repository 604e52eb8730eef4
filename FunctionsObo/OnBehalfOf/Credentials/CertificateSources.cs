using System.Security.Cryptography.X509Certificates;
using Azure.Identity;
using Azure.Security.KeyVault.Certificates;
using FunctionsObo.Registration;

namespace FunctionsObo.OnBehalfOf.Credentials;

/// <summary>Where certificates come from: a file, the configuration, a store, a vault. They must have a private key and be valid now.</summary>
internal sealed class CertificateSources(TimeProvider time, MonotonicClock clock, CertificateClientOptions? vaultOptions = null)
{
    /// <summary>How long a certificate of a vault is used before the vault is asked again.</summary>
    private static readonly TimeSpan VaultInterval = TimeSpan.FromHours(1);

    /// <summary>Loads the certificate that is described.</summary>
    /// <returns>The certificate, and whether loading it again would give the same.</returns>
    /// <exception cref="ConfigurationException">There is none, or it cannot be used.</exception>
    public async Task<(X509Certificate2 Certificate, Func<bool> IsCurrent)> LoadAsync(CredentialDescription description)
    {
        var (certificate, isCurrent) = await ReadAsync(description);
        if (!certificate.HasPrivateKey)
            throw new ConfigurationException([$"AzureAd:ClientCredentials: the certificate {certificate.Thumbprint} has no private key."]);

        var now = time.GetUtcNow().UtcDateTime;
        var (from, to) = (certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime());
        return from <= now && now <= to
            ? (certificate, isCurrent)
            : throw new ConfigurationException([$"AzureAd:ClientCredentials: the certificate {certificate.Thumbprint} is valid from {from:u} to {to:u}: renew it."]);
    }

    private async Task<(X509Certificate2 Certificate, Func<bool> IsCurrent)> ReadAsync(CredentialDescription description)
    {
        switch (description.SourceType)
        {
            case CredentialSource.Path:
                var file = new WatchedFile(description.CertificateDiskPath!);
                return (FromFile(file.Path, description.CertificatePassword), () => file.IsUnchanged);
            case CredentialSource.Base64Encoded:
                return (X509CertificateLoader.LoadPkcs12(Convert.FromBase64String(description.Base64EncodedValue!), description.CertificatePassword), Always);
            case CredentialSource.StoreWithThumbprint:
                return (FromStore(description.CertificateStorePath!, X509FindType.FindByThumbprint, description.CertificateThumbprint!), Always);
            case CredentialSource.StoreWithDistinguishedName:
                return (FromStore(description.CertificateStorePath!, X509FindType.FindBySubjectDistinguishedName, description.CertificateDistinguishedName!), Always);
            case CredentialSource.KeyVault:
                var askAgainAt = clock.Now + VaultInterval;
                return (await VaultCertificate.LoadAsync(description, vaultOptions), () => clock.Now < askAgainAt);
            default:
                throw new ConfigurationException([$"AzureAd:ClientCredentials: SourceType {description.SourceType} is not supported."]);
        }
    }

    private static X509Certificate2 FromFile(string path, string? password) =>
        Path.GetExtension(path).Equals(".pem", StringComparison.OrdinalIgnoreCase)
            ? X509Certificate2.CreateFromPemFile(path)
            : X509CertificateLoader.LoadPkcs12FromFile(path, password);

    /// <summary>The store's certificate of that name; of several the one that lasts longest.</summary>
    private static X509Certificate2 FromStore(string storePath, X509FindType by, string value)
    {
        if (storePath.Split('/') is not [var locationName, var storeName] || !Enum.TryParse<StoreLocation>(locationName, out var location))
            throw new ConfigurationException([$"AzureAd:ClientCredentials: CertificateStorePath '{storePath}' must be like CurrentUser/My."]);

        using var store = new X509Store(storeName, location);
        store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
        return store.Certificates.Find(by, value, validOnly: false).MaxBy(certificate => certificate.NotAfter)
            ?? throw new ConfigurationException([$"AzureAd:ClientCredentials: the store {storePath} has no certificate '{value}'."]);
    }

    private static bool Always() => true;
}

/// <summary>
/// A certificate with its private key out of Azure Key Vault. Reading the key needs the permission secrets/get beside
/// certificates/get (https://learn.microsoft.com/azure/key-vault/certificates/about-certificates).
/// </summary>
internal static class VaultCertificate
{
    /// <summary>Downloads it.</summary>
    /// <param name="description">Names vault, certificate, and the identity to ask as.</param>
    /// <param name="options">How the vault is reached; null for the usual way.</param>
    public static async Task<X509Certificate2> LoadAsync(CredentialDescription description, CertificateClientOptions? options)
    {
        if (!Uri.TryCreate(description.KeyVaultUrl, UriKind.Absolute, out var vault) || vault.Scheme != Uri.UriSchemeHttps)
            throw new ConfigurationException(["AzureAd:ClientCredentials: KeyVaultUrl must be an absolute https URL, for example https://myvault.vault.azure.net."]);

        var identity = new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = description.ManagedIdentityClientId });
        return await new CertificateClient(vault, identity, options ?? new CertificateClientOptions()).DownloadCertificateAsync(description.KeyVaultCertificateName);
    }
}
