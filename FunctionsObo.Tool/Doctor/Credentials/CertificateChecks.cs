using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using FunctionsObo.Registration;
using FunctionsObo.Tool.Cloud.Graph;

namespace FunctionsObo.Tool.Doctor.Credentials;

/// <summary>Certificates and secrets before anybody sends them.</summary>
internal static class CertificateChecks
{
    private const int LeastKeySize = 2048;

    /// <summary>Of a secret the directory shows so much (https://learn.microsoft.com/graph/api/resources/passwordcredential).</summary>
    private const int HintLength = 3;

    private static readonly TimeSpan Soon = TimeSpan.FromDays(30);

    public static IReadOnlyList<Check> All =>
    [
        new("C2", "Secret and certificate last for more than 30 days", Need.Nothing, ExpiryAsync) { After = ["S6", "C1", "C3", "R1"] },
        new("C3", "The credential loads: a certificate with its RSA key of 2048 bits, in its dates", Need.Nothing, LoadAsync) { After = [.. Settings.StartErrors.Checks] },
        new("C4", "The certificate is one of the registration's", Need.Directory, RegisteredAsync) { After = ["C3", "R1"] },
    ];

    private static async Task<IReadOnlyList<Finding>> LoadAsync(Examination patient, CancellationToken cancellationToken)
    {
        if (patient.IsOffline && patient.Credential.Listed.Any(one => one.SourceType == CredentialSource.KeyVault)) return [Finding.Unknown("A certificate in Key Vault is not loaded with --offline.")];
        try
        {
            var credential = await patient.Credential.InUseAsync(cancellationToken);
            var findings = new List<Finding>();
            if (patient.Engine.Log.PassedOver is { } passedOver) findings.Add(Finding.Warning(passedOver, "Correct the credential, or take it out of AzureAd:ClientCredentials."));
            foreach (var certificate in await patient.Credential.CertificatesAsync(cancellationToken))
            {
                using var key = certificate.GetRSAPrivateKey();
                if (key is null) findings.Add(Finding.Wrong($"The certificate {certificate.Thumbprint} has no RSA key, and the identity platform takes no other", "Make a certificate with an RSA key of 2048 bits or more."));
                else if (key.KeySize < LeastKeySize) findings.Add(Finding.Wrong($"The key of the certificate {certificate.Thumbprint} has {key.KeySize} bits", "Make a certificate with an RSA key of 2048 bits or more."));
            }

            return [.. findings.DefaultIfEmpty(Finding.Fine(credential.ToString() ?? ""))];
        }
        catch (ConfigurationException unusable)
        {
            return [.. unusable.Errors.Select(error => EngineErrors.Tell(error, "Correct that credential in AzureAd:ClientCredentials, or what it names."))];
        }
    }

    private static async Task<IReadOnlyList<Finding>> ExpiryAsync(Examination patient, CancellationToken cancellationToken)
    {
        var ends = (await patient.Credential.CertificatesAsync(cancellationToken)).Select(one => Ending($"The certificate {one.Thumbprint}", new DateTimeOffset(one.NotAfter), patient.Now)).ToList();
        ends.AddRange(await SecretAsync(patient, cancellationToken));
        return [.. ends.DefaultIfEmpty(Finding.Fine("nothing that expires"))];
    }

    /// <summary>Only the directory knows when a secret ends. Which one it is shows by its first three characters; of two with the same the later one is taken.</summary>
    private static async Task<IReadOnlyList<Finding>> SecretAsync(Examination patient, CancellationToken cancellationToken)
    {
        var hints = patient.Credential.Listed.Select(credential => credential.ClientSecret).OfType<string>().Where(secret => secret.Length > HintLength).Select(secret => secret[..HintLength]).ToList();
        if (hints.Count == 0) return [];
        if (patient.Lacks(Need.Directory) is { } lack) return [Finding.Unknown($"When the client secret ends, only the directory knows. {lack}")];

        var app = await patient.Directory!.ApplicationAsync(cancellationToken);
        return app!.Objects("passwordCredentials").Where(one => hints.Contains(one.Text("hint"), StringComparer.Ordinal)).Max(one => one.Time("endDateTime")) is { } end
            ? [Ending("The client secret", end, patient.Now)]
            : [];
    }

    private static Finding Ending(string what, DateTimeOffset end, DateTimeOffset now)
    {
        var text = $"{what} is good until {end.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";
        return end - now > Soon ? Finding.Fine(text) : Finding.Warning(text, "Add a new one beside it, set it in AzureAd:ClientCredentials, and then remove the old one.");
    }

    private static async Task<IReadOnlyList<Finding>> RegisteredAsync(Examination patient, CancellationToken cancellationToken)
    {
        var certificates = await patient.Credential.CertificatesAsync(cancellationToken);
        if (certificates.Count == 0) return [Finding.Fine("no certificate is used")];
        var registered = (await patient.Directory!.CertificatesAsync(cancellationToken)).Select(one => one.Text("key")).ToHashSet(StringComparer.Ordinal);
        return [.. certificates.Select(one => registered.Contains(Convert.ToBase64String(one.RawData)) ? Finding.Fine(one.Thumbprint)
            : Finding.Wrong($"The certificate {one.Thumbprint} is not registered with the app", "Upload its public part under Certificates & secrets, or with 'functions-obo register'."))];
    }
}
