using System.Security.Cryptography.X509Certificates;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;

namespace FunctionApp.OnBehalfOf.Credentials;

/// <summary>
/// A certificate with its private key out of Azure Key Vault, where it is a secret of the certificate's name
/// (https://learn.microsoft.com/azure/key-vault/certificates/about-certificates).
/// </summary>
internal static class VaultCertificate
{
    private const string Pem = "application/x-pem-file";

    public static X509Certificate2 Load(CredentialDescription description)
    {
        if (!Uri.TryCreate(description.KeyVaultUrl, UriKind.Absolute, out var vault) || vault.Scheme != Uri.UriSchemeHttps)
            throw new ConfigurationException(["AzureAd:ClientCredentials: KeyVaultUrl must be an absolute https URL, for example https://myvault.vault.azure.net."]);

        var identity = new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = description.ManagedIdentityClientId });
        KeyVaultSecret secret = new SecretClient(vault, identity).GetSecret(description.KeyVaultCertificateName);
        return Parse(secret.Value, secret.Properties.ContentType);
    }

    /// <summary>Reads the secret's value: PEM, or PKCS #12 in base64.</summary>
    internal static X509Certificate2 Parse(string value, string? contentType) =>
        string.Equals(contentType, Pem, StringComparison.OrdinalIgnoreCase)
            ? X509Certificate2.CreateFromPem(value, value)
            : X509CertificateLoader.LoadPkcs12(Convert.FromBase64String(value), password: null);
}
