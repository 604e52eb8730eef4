namespace FunctionsObo.Registration;

/// <summary>Checks that the configuration names credentials completely. Whether they can be loaded shows when they are.</summary>
internal static class CredentialRules
{
    public static IEnumerable<string> Errors(AzureAdOptions options)
    {
        var hasSecret = !string.IsNullOrEmpty(options.ClientSecret);
        if (hasSecret && options.ClientCredentials.Count > 0)
            yield return "AzureAd:ClientSecret and AzureAd:ClientCredentials are both set: keep one of the two.";
        if (!hasSecret && options.ClientCredentials.Count == 0)
            yield return "AzureAd:ClientCredentials is empty: add a credential, for example AzureAd:ClientCredentials:0:SourceType = ClientSecret with AzureAd:ClientCredentials:0:ClientSecret.";

        for (var i = 0; i < options.ClientCredentials.Count; i++)
        {
            foreach (var missing in Missing(options.ClientCredentials[i])) yield return $"AzureAd:ClientCredentials:{i}:{missing} is missing.";
            if (IsReference(options.ClientCredentials[i].ClientSecret)) yield return Unresolved($"AzureAd:ClientCredentials:{i}:ClientSecret");
        }

        if (IsReference(options.ClientSecret)) yield return Unresolved("AzureAd:ClientSecret");
    }

    /// <summary>
    /// Whether it is a reference to a vault that Azure has not put the secret in place of
    /// (https://learn.microsoft.com/azure/app-service/app-service-key-vault-references); no secret begins so.
    /// </summary>
    public static bool IsReference(string? secret) => secret?.TrimStart().StartsWith("@Microsoft.KeyVault(", StringComparison.OrdinalIgnoreCase) is true;

    /// <summary>The credentials in order of preference, the short form included.</summary>
    public static IReadOnlyList<CredentialDescription> Listed(AzureAdOptions options) =>
        string.IsNullOrEmpty(options.ClientSecret)
            ? [.. options.ClientCredentials]
            : [new CredentialDescription { SourceType = CredentialSource.ClientSecret, ClientSecret = options.ClientSecret }];

    private static string Unresolved(string key) =>
        $"{key} is a Key Vault reference that was not resolved: see its status under Environment variables of the app, its syntax, and that the app's identity may read the vault's secrets. Elsewhere than in Azure nobody resolves it.";

    private static IEnumerable<string> Missing(CredentialDescription credential) => credential.SourceType switch
    {
        null => ["SourceType"],
        CredentialSource.ClientSecret => MissingOf((nameof(credential.ClientSecret), credential.ClientSecret ?? credential.ClientSecretDiskPath)),
        CredentialSource.Path => MissingOf((nameof(credential.CertificateDiskPath), credential.CertificateDiskPath)),
        CredentialSource.Base64Encoded => MissingOf((nameof(credential.Base64EncodedValue), credential.Base64EncodedValue)),
        CredentialSource.StoreWithThumbprint => MissingOf(
            (nameof(credential.CertificateStorePath), credential.CertificateStorePath),
            (nameof(credential.CertificateThumbprint), credential.CertificateThumbprint)),
        CredentialSource.StoreWithDistinguishedName => MissingOf(
            (nameof(credential.CertificateStorePath), credential.CertificateStorePath),
            (nameof(credential.CertificateDistinguishedName), credential.CertificateDistinguishedName)),
        CredentialSource.KeyVault => MissingOf(
            (nameof(credential.KeyVaultUrl), credential.KeyVaultUrl),
            (nameof(credential.KeyVaultCertificateName), credential.KeyVaultCertificateName)),
        _ => [],
    };

    private static IEnumerable<string> MissingOf(params (string Key, string? Value)[] required) =>
        required.Where(entry => string.IsNullOrWhiteSpace(entry.Value)).Select(entry => entry.Key);
}
