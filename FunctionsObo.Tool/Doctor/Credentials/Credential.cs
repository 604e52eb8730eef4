using System.Security.Cryptography.X509Certificates;
using FunctionsObo.OnBehalfOf.Credentials;
using FunctionsObo.Registration;
using FunctionsObo.Tool.Cloud;

namespace FunctionsObo.Tool.Doctor.Credentials;

/// <summary>The app's credential, as the engine has it; each part once.</summary>
internal sealed class Credential(Examination patient)
{
    private readonly Once<IReadOnlyList<TokenFailure>> _tokenFailures = new(cancel => AppTokens.AskAsync(patient, cancel));
    private readonly Once<ClientCredential> _inUse = new(_ => patient.Engine.Get<CredentialLoader>().LoadAsync());
    private readonly Once<IReadOnlyList<X509Certificate2>> _certificates = new(_ => LoadAsync(patient));

    /// <summary>Its descriptions, in order of preference.</summary>
    public IReadOnlyList<CredentialDescription> Listed => CredentialRules.Listed(patient.Registration);

    /// <summary>The one that the app would use.</summary>
    /// <exception cref="ConfigurationException">None can be loaded.</exception>
    public Task<ClientCredential> InUseAsync(CancellationToken cancellationToken) => _inUse.GetAsync(cancellationToken);

    /// <summary>Every certificate among them that loads.</summary>
    public Task<IReadOnlyList<X509Certificate2>> CertificatesAsync(CancellationToken cancellationToken) => _certificates.GetAsync(cancellationToken);

    /// <summary>For which APIs there was no token as the app.</summary>
    public Task<IReadOnlyList<TokenFailure>> TokenFailuresAsync(CancellationToken cancellationToken) => _tokenFailures.GetAsync(cancellationToken);

    /// <summary>Why it cannot be used on this machine; null when it can.</summary>
    public async Task<Finding?> LackAsync(CancellationToken cancellationToken)
    {
        if (patient.Settings.File is { IsOfAzure: true } && Listed.Any(one => CredentialRules.IsReference(one.ClientSecret))) return Finding.Unknown("The secret is in Key Vault: only the app in Azure has it.");
        if ((await InUseAsync(cancellationToken)).Kind != AssertionSources.ManagedIdentity) return null;
        if (ManagedIdentity.EndpointOf(patient) is not { } endpoint) return Finding.Unknown("The managed identity is there only where the app runs.");
        return (await patient.Probes.IdentityAsync(endpoint, cancellationToken)).Finder is null ? null : Finding.Skipped("because of N5");
    }

    private static async Task<IReadOnlyList<X509Certificate2>> LoadAsync(Examination patient)
    {
        var certificates = new List<X509Certificate2>();
        foreach (var description in patient.Credential.Listed.Where(one => IsCertificate(one) && !(patient.IsOffline && one.SourceType == CredentialSource.KeyVault)))
        {
            try
            {
                certificates.Add((await patient.Engine.Get<CertificateSources>().LoadAsync(description)).Certificate);
            }
            catch (Exception unusable) when (unusable is ConfigurationException || CredentialFault.IsExpected(unusable))
            {
                // Why, the engine says when the credential is loaded.
            }
        }

        return certificates;
    }

    private static bool IsCertificate(CredentialDescription description) => description.SourceType is not (
        CredentialSource.ClientSecret or CredentialSource.SignedAssertionFilePath or CredentialSource.SignedAssertionFromManagedIdentity);
}
