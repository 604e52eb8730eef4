namespace FunctionsObo.Registration;

/// <summary>
/// One entry of <c>AzureAd:ClientCredentials</c>, with the key names of Microsoft.Identity.Web
/// (https://learn.microsoft.com/entra/msal/dotnet/microsoft-identity-web/credential-description). Never log it.
/// </summary>
public sealed class CredentialDescription
{
    /// <summary>Where the credential comes from. Required.</summary>
    public CredentialSource? SourceType { get; set; }

    /// <summary>For <see cref="CredentialSource.ClientSecret"/>: the secret itself.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>For <see cref="CredentialSource.ClientSecret"/>, instead of the secret itself: a file that holds it, such as a mounted secret.</summary>
    public string? ClientSecretDiskPath { get; set; }

    /// <summary>For <see cref="CredentialSource.Path"/>: a PFX file, or a PEM file with certificate and private key.</summary>
    public string? CertificateDiskPath { get; set; }

    /// <summary>For <see cref="CredentialSource.Path"/> and <see cref="CredentialSource.Base64Encoded"/>, if the PFX has one.</summary>
    public string? CertificatePassword { get; set; }

    /// <summary>For <see cref="CredentialSource.Base64Encoded"/>: a PFX.</summary>
    public string? Base64EncodedValue { get; set; }

    /// <summary>For the stores, as <c>CurrentUser/My</c> or <c>LocalMachine/My</c>.</summary>
    public string? CertificateStorePath { get; set; }

    /// <summary>For <see cref="CredentialSource.StoreWithThumbprint"/>: the certificate's SHA-1 thumbprint in hexadecimal.</summary>
    public string? CertificateThumbprint { get; set; }

    /// <summary>For <see cref="CredentialSource.StoreWithDistinguishedName"/>: the certificate's subject, such as <c>CN=orders</c>.</summary>
    public string? CertificateDistinguishedName { get; set; }

    /// <summary>For <see cref="CredentialSource.SignedAssertionFilePath"/>. Default: the environment variable AZURE_FEDERATED_TOKEN_FILE.</summary>
    public string? SignedAssertionFileDiskPath { get; set; }

    /// <summary>For <see cref="CredentialSource.SignedAssertionFromManagedIdentity"/>: the user-assigned identity; null for the system-assigned one.</summary>
    public string? ManagedIdentityClientId { get; set; }

    /// <summary>For <see cref="CredentialSource.SignedAssertionFromManagedIdentity"/>. Default <c>api://AzureADTokenExchange</c>; national clouds have their own.</summary>
    public string? TokenExchangeUrl { get; set; }

    /// <summary>For <see cref="CredentialSource.KeyVault"/>, as <c>https://myvault.vault.azure.net</c>.</summary>
    public string? KeyVaultUrl { get; set; }

    /// <summary>For <see cref="CredentialSource.KeyVault"/>: the certificate's name in the vault.</summary>
    public string? KeyVaultCertificateName { get; set; }

    /// <summary>Only the kind: the rest may hold secrets.</summary>
    public override string ToString() => SourceType?.ToString() ?? "(no SourceType)";
}

/// <summary>The kinds of credential that this app can load; the names are Microsoft.Identity.Web's.</summary>
public enum CredentialSource
{
    /// <summary>A client secret, from the configuration or a file.</summary>
    ClientSecret,
    /// <summary>A certificate in a file.</summary>
    Path,
    /// <summary>A certificate in the configuration.</summary>
    Base64Encoded,
    /// <summary>A certificate of a store, by its thumbprint.</summary>
    StoreWithThumbprint,
    /// <summary>A certificate of a store, by its subject.</summary>
    StoreWithDistinguishedName,
    /// <summary>An assertion in a file that the platform keeps fresh (workload identity federation).</summary>
    SignedAssertionFilePath,
    /// <summary>A token of the managed identity as assertion (workload identity federation).</summary>
    SignedAssertionFromManagedIdentity,
    /// <summary>A certificate in Azure Key Vault.</summary>
    KeyVault,
}
