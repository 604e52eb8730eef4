using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FunctionApp.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FunctionApp.OnBehalfOf.Credentials;

/// <summary>Loads the first credential of the configuration that can be loaded.</summary>
internal sealed partial class CredentialLoader(IOptions<AzureAdOptions> options, TimeProvider time, ILogger<CredentialLoader> logger)
{
    /// <summary>Loads it.</summary>
    /// <exception cref="ConfigurationException">None can be loaded; it says why for each.</exception>
    public ClientCredential Load()
    {
        var errors = new List<string>();
        foreach (var description in CredentialRules.Listed(options.Value))
        {
            try
            {
                var credential = Load(description);
                Log.Loaded(logger, credential.ToString()!);
                return credential;
            }
            catch (ConfigurationException unusable)
            {
                errors.AddRange(unusable.Errors);
            }
            // The messages of the file system and of X.509 name paths and formats, no secrets.
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or CryptographicException or FormatException)
            {
                errors.Add($"AzureAd:ClientCredentials: the {description.SourceType} credential cannot be read: {unreadable.Message}");
            }
        }

        throw new ConfigurationException(errors);
    }

    private ClientCredential Load(CredentialDescription description) => description.SourceType switch
    {
        CredentialSource.ClientSecret => new ClientCredential.Secret(description.ClientSecret!),
        CredentialSource.Path => Usable(FromFile(description)),
        CredentialSource.Base64Encoded => Usable(
            X509CertificateLoader.LoadPkcs12(Convert.FromBase64String(description.Base64EncodedValue!), description.CertificatePassword)),
        CredentialSource.StoreWithThumbprint => Usable(
            FromStore(description.CertificateStorePath!, X509FindType.FindByThumbprint, description.CertificateThumbprint!)),
        CredentialSource.StoreWithDistinguishedName => Usable(
            FromStore(description.CertificateStorePath!, X509FindType.FindBySubjectDistinguishedName, description.CertificateDistinguishedName!)),
        CredentialSource.SignedAssertionFilePath => AssertionFile(description),
        _ => throw new ConfigurationException([$"AzureAd:ClientCredentials: SourceType {description.SourceType} is not supported."]),
    };

    private static X509Certificate2 FromFile(CredentialDescription description) =>
        Path.GetExtension(description.CertificateDiskPath!).Equals(".pem", StringComparison.OrdinalIgnoreCase)
            ? X509Certificate2.CreateFromPemFile(description.CertificateDiskPath!)
            : X509CertificateLoader.LoadPkcs12FromFile(description.CertificateDiskPath!, description.CertificatePassword);

    private static X509Certificate2 FromStore(string storePath, X509FindType by, string value)
    {
        if (storePath.Split('/') is not [var locationName, var storeName] || !Enum.TryParse<StoreLocation>(locationName, out var location))
            throw new ConfigurationException([$"AzureAd:ClientCredentials: CertificateStorePath '{storePath}' must be like CurrentUser/My."]);

        using var store = new X509Store(storeName, location);
        store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
        return store.Certificates.Find(by, value, validOnly: false).MaxBy(certificate => certificate.NotAfter)
            ?? throw new ConfigurationException([$"AzureAd:ClientCredentials: the store {storePath} has no certificate '{value}'."]);
    }

    private ClientCredential.Certificate Usable(X509Certificate2 certificate)
    {
        var now = time.GetUtcNow().LocalDateTime; // X509Certificate2 gives local times
        if (!certificate.HasPrivateKey)
            throw new ConfigurationException([$"AzureAd:ClientCredentials: the certificate {certificate.Thumbprint} has no private key."]);
        if (now > certificate.NotAfter || now < certificate.NotBefore)
            throw new ConfigurationException([$"AzureAd:ClientCredentials: the certificate {certificate.Thumbprint} is valid from {certificate.NotBefore:u} to {certificate.NotAfter:u}; renew it."]);
        return new ClientCredential.Certificate(certificate, options.Value.SendX5C);
    }

    private static ClientCredential.AssertionFile AssertionFile(CredentialDescription description)
    {
        var path = description.SignedAssertionFileDiskPath ?? Environment.GetEnvironmentVariable("AZURE_FEDERATED_TOKEN_FILE");
        if (string.IsNullOrEmpty(path))
            throw new ConfigurationException(["AzureAd:ClientCredentials: SignedAssertionFilePath needs SignedAssertionFileDiskPath, or the environment variable AZURE_FEDERATED_TOKEN_FILE."]);
        if (!File.Exists(path))
            throw new ConfigurationException([$"AzureAd:ClientCredentials: there is no signed assertion file at '{path}'."]);
        return new ClientCredential.AssertionFile(path);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Client credential in use: {Credential}")]
        public static partial void Loaded(ILogger logger, string credential);
    }
}
