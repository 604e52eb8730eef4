
namespace FunctionsObo.Tool.Doctor.Credentials;

/// <summary>Whether the identity platform takes the app for who it is.</summary>
internal static class CredentialChecks
{
    private const string AppKnown = "C6";

    /// <summary>What is about the app itself, not about its credential: not there, a public client, disabled, without a service principal.</summary>
    private static readonly string[] AboutApp = ["AADSTS700016", "AADSTS700025", "AADSTS7000112", "AADSTS7000229", "AADSTS90002"];

    public static IReadOnlyList<Check> All =>
    [
        new("C1", "The identity platform gives the app a token for each downstream API", Need.Credential, TokensAsync) { After = ["S6", "M1", "C3", "C4", "C5", AppKnown] },
        new(AppKnown, "The identity platform knows the app, as an enabled confidential client", Need.Credential, AppAsync) { After = ["S6", "M1", "C3", "R1", "R2"] },
    ];

    private static Task<IReadOnlyList<Finding>> TokensAsync(Examination patient, CancellationToken cancellationToken) => AskAsync(
        patient, failure => !IsAboutApp(failure), patient.Apis.Count == 0 ? "no downstream API to ask for" : $"for {string.Join(", ", patient.Apis.Select(api => api.Name))}", cancellationToken);

    private static async Task<IReadOnlyList<Finding>> AppAsync(Examination patient, CancellationToken cancellationToken) =>
        [.. (await AskAsync(patient, IsAboutApp, patient.Registration.ClientId, cancellationToken)).DistinctBy(finding => finding.Fix, StringComparer.Ordinal)];

    private static async Task<IReadOnlyList<Finding>> AskAsync(Examination patient, Func<TokenFailure, bool> isMeant, string fine, CancellationToken cancellationToken)
    {
        if (AppTokens.IsTenantMissing(patient)) return [Finding.Unknown("AzureAd:TenantId names no tenant to act in.", "Name one with --tenant.")];
        if (await patient.Credential.LackAsync(cancellationToken) is { } lack) return [lack];

        var failures = await patient.Credential.TokenFailuresAsync(cancellationToken);
        return [.. failures.Where(isMeant).Select(failure => failure.Tell()).DefaultIfEmpty(Finding.Fine(fine))];
    }

    private static bool IsAboutApp(TokenFailure failure) => AboutApp.Contains(failure.Number, StringComparer.Ordinal);
}
