using System.Security.Cryptography;
using Azure;
using Azure.Identity;
using FunctionsObo.Registration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FunctionsObo.OnBehalfOf.Credentials;

/// <summary>Loads the first credential of the configuration that can be loaded.</summary>
internal sealed partial class CredentialLoader(
    IOptionsMonitor<AzureAdOptions> options, CertificateSources certificates, AssertionSources assertions, ILogger<CredentialLoader> logger)
{
    /// <summary>Loads it.</summary>
    /// <exception cref="ConfigurationException">None can be loaded; it says why for each.</exception>
    public async Task<ClientCredential> LoadAsync()
    {
        var registration = CurrentOptions();
        var errors = new List<string>();
        foreach (var description in CredentialRules.Listed(registration))
        {
            try
            {
                var credential = await LoadAsync(description, registration);
                Log.Loaded(logger, credential.ToString()!);
                return credential;
            }
            catch (ConfigurationException unusable)
            {
                errors.AddRange(unusable.Errors);
            }
            // What the file system, X.509 and the vault say names paths, formats and addresses, no secrets.
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or CryptographicException or FormatException
                or RequestFailedException or AuthenticationFailedException)
            {
                errors.Add($"AzureAd:ClientCredentials: the {description.SourceType} credential cannot be read: {FirstLine(unreadable.Message)}");
            }
        }

        throw new ConfigurationException(errors);
    }

    /// <summary>Tells the operator that the credential has changed into one that cannot be loaded; the old one stays in use.</summary>
    /// <param name="unusable">Why. Of what is not expected only the type is told.</param>
    public void ReportUnusable(Exception unusable) =>
        Log.Unusable(logger, unusable is ConfigurationException known ? string.Join(' ', known.Errors) : unusable.GetType().Name);

    private async Task<ClientCredential> LoadAsync(CredentialDescription description, AzureAdOptions registration)
    {
        switch (description.SourceType)
        {
            case CredentialSource.ClientSecret when description.ClientSecretDiskPath is { Length: > 0 } path:
                var file = new WatchedFile(path);
                return file.ReadText() is { Length: > 0 } secret
                    ? new SecretCredential(secret, () => IsSame() && file.IsUnchanged)
                    : throw new ConfigurationException([$"AzureAd:ClientCredentials: the secret file '{path}' is empty."]);
            case CredentialSource.ClientSecret:
                return new SecretCredential(description.ClientSecret!, IsSame);
            case CredentialSource.SignedAssertionFilePath:
                return AssertionSources.FromFile(description, IsSame);
            case CredentialSource.SignedAssertionFromManagedIdentity:
                return assertions.FromManagedIdentity(description, IsSame);
            default:
                var (certificate, isCurrent) = await certificates.LoadAsync(description);
                return new CertificateCredential(certificate, registration.SendX5C, () => IsSame() && isCurrent());
        }

        bool IsSame() => this.IsSame(registration);
    }

    /// <summary>The configuration as it is now, or a plain error if it was changed into something that is not valid.</summary>
    private AzureAdOptions CurrentOptions()
    {
        try
        {
            return options.CurrentValue;
        }
        catch (OptionsValidationException invalid)
        {
            throw new ConfigurationException([.. invalid.Failures]);
        }
    }

    private bool IsSame(AzureAdOptions loadedFrom)
    {
        try
        {
            return ReferenceEquals(options.CurrentValue, loadedFrom);
        }
        catch (OptionsValidationException)
        {
            return true; // nothing better to load: what is in use stays
        }
    }

    private static string FirstLine(string message) => message.AsSpan().IndexOfAny('\r', '\n') is >= 0 and var end ? message[..end] : message;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Client credential in use: {Credential}")]
        public static partial void Loaded(ILogger logger, string credential);

        [LoggerMessage(2, LogLevel.Error, "The client credential has changed and cannot be loaded; the old one stays in use. {Errors}")]
        public static partial void Unusable(ILogger logger, string errors);
    }
}
