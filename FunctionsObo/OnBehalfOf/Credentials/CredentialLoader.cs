using FunctionsObo.Logging;
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
                if (errors.Count > 0) Log.PassedOver(logger, OurText.Of(new ConfigurationException(errors)));
                Log.Loaded(logger, OwnName.Of(credential.ToString()));
                return credential;
            }
            catch (ConfigurationException unusable)
            {
                errors.AddRange(unusable.Errors);
            }
            catch (Exception unreadable) when (CredentialFault.IsExpected(unreadable))
            {
                errors.Add(CredentialFault.Describe(description, unreadable).ToString());
            }
        }

        throw new ConfigurationException(errors);
    }

    /// <summary>Tells the operator that the credential has changed into one that cannot be loaded; the old one stays in use.</summary>
    /// <param name="unusable">Why. Of what is not expected only the type is told.</param>
    public void ReportUnusable(Exception unusable) =>
        Log.Unusable(logger, unusable is ConfigurationException known ? OurText.Of(known) : OurText.Of($"{OwnName.Of(unusable)}"));

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

    private static partial class Log
    {
        [LoggerMessage(300, LogLevel.Information, "Client credential in use: {Credential}", EventName = "CredentialLoaded")]
        public static partial void Loaded(ILogger logger, OwnName credential);

        [LoggerMessage(302, LogLevel.Warning, "A client credential that is listed first cannot be loaded, and the next one is used. {Errors}", EventName = "CredentialPassedOver")]
        public static partial void PassedOver(ILogger logger, OurText errors);

        [LoggerMessage(301, LogLevel.Error, "The client credential has changed and cannot be loaded; the old one stays in use. {Errors}", EventName = "CredentialUnusable")]
        public static partial void Unusable(ILogger logger, OurText errors);
    }
}
