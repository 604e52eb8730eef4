using FunctionsObo.Registration;
using FunctionsObo.Tool.Settings;

namespace FunctionsObo.Tool.Doctor.Settings;

/// <summary>How the credential stands in the settings. Its value is never shown.</summary>
internal static class CredentialSettingChecks
{
    public static IReadOnlyList<Check> All =>
    [
        new("S5", "Each credential is of a known kind, and whole", Need.Nothing, patient => StartErrors.Of(patient, "S5", "Set that key, or choose another SourceType in AzureAd:ClientCredentials.")),
        new("S6", "The client secret is a secret's value, not its id", Need.Nothing, SecretIds) { After = ["S5"] },
        new("S7", "References to Key Vault are resolved", Need.Nothing, References),
        new("S8", "No secret is in a file that git tracks", Need.Nothing, TrackedAsync),
    ];

    private static IEnumerable<Finding> SecretIds(Examination patient) => patient.Credential.Listed
        .Where(credential => Guid.TryParse(credential.ClientSecret, out _))
        .Select(_ => Finding.Wrong("The client secret looks like a GUID: that is the id of a secret, not its value", "Make a new secret, and copy its value into AzureAd:ClientCredentials: Entra shows it only once."));

    private static IEnumerable<Finding> References(Examination patient)
    {
        if (patient.Settings.File is not { IsOfAzure: true } file) return StartErrors.Of(patient, "S7", "See the reference's status in the portal.");
        return file.Values.Where(setting => CredentialRules.IsReference(setting.Value))
            .Select(setting => Finding.Unknown($"{setting.Key}: whether the reference is resolved, only Azure knows", "See its status in the portal under Environment variables: it should be Resolved."));
    }

    private static async Task<IReadOnlyList<Finding>> TrackedAsync(Examination patient, CancellationToken cancellationToken)
    {
        if (patient.Settings.File is not { } file || !file.Values.Any(setting => Secrets.IsSecret(setting.Key) && !Placeholders.IsOne(setting.Value) && !CredentialRules.IsReference(setting.Value)))
            return [Finding.Fine("no file with a secret was read")];
        if (Uri.TryCreate(patient.Registration.Instance, UriKind.Absolute, out var instance) && instance.IsLoopback) return [Finding.Fine($"the secret in {file.Name} opens nothing but an emulator")];

        return [await GitFiles.IsTrackedAsync(file.Path, cancellationToken) switch
        {
            true => Finding.Wrong($"{file.Name} has a secret, and git tracks it", $"Make a new secret, take the file out with 'git rm --cached {file.Name}', list it in .gitignore, and keep the secret in user-secrets or a vault."),
            false => Finding.Fine($"git does not track {file.Name}"),
            null => Finding.Unknown($"Whether git tracks {file.Name} is not known: git did not answer."),
        }];
    }
}
