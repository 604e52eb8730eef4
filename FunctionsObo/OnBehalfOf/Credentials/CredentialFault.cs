using System.Security.Cryptography;
using Azure;
using Azure.Identity;
using FunctionsObo.Logging;
using FunctionsObo.Registration;

namespace FunctionsObo.OnBehalfOf.Credentials;

/// <summary>
/// What keeps a credential from being loaded, and what to do: nothing of what the file system, X.509 or the vault say. (A class of its own:
/// only when something was thrown are the vault's packages loaded, to look at their exceptions.)
/// </summary>
internal static class CredentialFault
{
    /// <summary>Whether it is of a kind that is expected.</summary>
    public static bool IsExpected(Exception thrown) => thrown is IOException or UnauthorizedAccessException or CryptographicException
        or FormatException or RequestFailedException or AuthenticationFailedException;

    public static OurText Describe(CredentialDescription description, Exception thrown) =>
        OurText.Of($"AzureAd:ClientCredentials: the {description.SourceType.GetValueOrDefault()} credential cannot be read: {Reason(description, thrown)}");

    private static OurText Reason(CredentialDescription description, Exception thrown) => thrown switch
    {
        _ when PathOf(description) is { } path && !File.Exists(path) => OurText.Of($"there is no file {OwnName.Of(path)}, or the app may not see it: correct the path, or mount the file"),
        UnauthorizedAccessException => OurText.Of($"the app may not read {OwnName.Of(PathOf(description))}: let the user that it runs as read the file"),
        CryptographicException or FormatException => OurText.Of($"it is no certificate, is damaged, or CertificatePassword is wrong"),
        RequestFailedException { Status: 401 or 403 } refused => OurText.Of(
            $"{Vault(description)} refuses it to this app (status {refused.Status}): give its identity the roles Key Vault Certificate User and Key Vault Secrets User"),
        RequestFailedException { Status: 404 } => OurText.Of($"{Vault(description)} has no certificate {OwnName.Of(description.KeyVaultCertificateName)}: correct KeyVaultCertificateName"),
        RequestFailedException { Status: 0 } => OurText.Of($"{Vault(description)} cannot be reached ({Network(thrown)}): check KeyVaultUrl and the network"),
        RequestFailedException failed => OurText.Of($"{Vault(description)} answered {failed.Status}"),
        AuthenticationFailedException => OurText.Of($"this app's identity cannot sign in to ask {Vault(description)}: enable its managed identity, or correct ManagedIdentityClientId"),
        _ => OurText.Of($"{OwnName.Of(thrown)}"),
    };

    private static OurText Network(Exception thrown) => NetworkFault.Of(thrown) ?? OurText.Of($"{OwnName.Of(thrown)}");

    private static string? PathOf(CredentialDescription description) => description.CertificateDiskPath ?? description.ClientSecretDiskPath;

    private static OwnName Vault(CredentialDescription description) => OwnName.Of(description.KeyVaultUrl);
}
