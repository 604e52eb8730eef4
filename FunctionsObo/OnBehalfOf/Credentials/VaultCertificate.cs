using System.Security.Cryptography.X509Certificates;
using Azure.Identity;
using Azure.Security.KeyVault.Certificates;
using FunctionsObo.Registration;

namespace FunctionsObo.OnBehalfOf.Credentials;

/// <summary>
/// A certificate with its private key out of Azure Key Vault. Reading the key needs the permission secrets/get beside
/// certificates/get (https://learn.microsoft.com/azure/key-vault/certificates/about-certificates).
/// </summary>
internal static class VaultCertificate
{
    /// <summary>Downloads it.</summary>
    /// <param name="description">Names vault, certificate, and the identity to ask as.</param>
    /// <param name="options">How the vault is reached; null for the usual way.</param>
    public static X509Certificate2 Load(CredentialDescription description, CertificateClientOptions? options)
    {
        if (!Uri.TryCreate(description.KeyVaultUrl, UriKind.Absolute, out var vault) || vault.Scheme != Uri.UriSchemeHttps)
            throw new ConfigurationException(["AzureAd:ClientCredentials: KeyVaultUrl must be an absolute https URL, for example https://myvault.vault.azure.net."]);

        var identity = new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = description.ManagedIdentityClientId });
        return new CertificateClient(vault, identity, options ?? new CertificateClientOptions()).DownloadCertificate(description.KeyVaultCertificateName);
    }
}
