using FunctionsObo.Registration;

namespace FunctionsObo.Tool.Doctor.Settings;

/// <summary>
/// The rules of the app's start, shared out to the checks: what the engine says is not said a second time here. Each error begins with its key;
/// what stands behind a colon is its fix.
/// </summary>
internal static class StartErrors
{
    /// <summary>The checks that tell them; what needs the engine comes after all of them.</summary>
    public static readonly IReadOnlyList<string> Checks = ["S1", "S2", "S3", "S5", "S7", "S9", "S10", "S11", "S13"];

    /// <param name="patient">Whose settings.</param>
    /// <param name="check">The check that asks.</param>
    /// <param name="fix">What to do where the error does not say it.</param>
    public static IEnumerable<Finding> Of(Examination patient, string check, string fix) =>
        patient.StartErrors.Where(error => OwnerOf(error, patient.Registration) == check).Select(error => EngineErrors.Tell(error, fix));

    private static string OwnerOf(string error, AzureAdOptions registration) => error.Split(' ', 2)[0].TrimEnd(':', '.').Split(':') switch
    {
        [AzureAdOptions.Section, nameof(AzureAdOptions.TenantId), ..] => "S1",
        [AzureAdOptions.Section, nameof(AzureAdOptions.ClientId), ..] => registration.ClientId.StartsWith("api://", StringComparison.OrdinalIgnoreCase) ? "S2" : "S1",
        [AzureAdOptions.Section, nameof(AzureAdOptions.Instance), ..] => "S3",
        [AzureAdOptions.Section, nameof(AzureAdOptions.ClientCredentials), ..] or [AzureAdOptions.Section, nameof(AzureAdOptions.ClientSecret)] =>
            error.Contains("Key Vault reference", StringComparison.Ordinal) ? "S7" : "S5",
        [AzureAdOptions.Section, nameof(AzureAdOptions.Audience) or nameof(AzureAdOptions.Audiences) or nameof(AzureAdOptions.TokenVersions), ..] => "S10",
        [AzureAdOptions.Section, nameof(AzureAdOptions.AllowedClientApplications) or nameof(AzureAdOptions.AllowedTenants), ..] => "S10",
        [AzureAdOptions.Section, nameof(AzureAdOptions.ResourceUrl), ..] => "S11",
        ["DownstreamApis", _, "Scopes" or "BaseUrl", ..] => "S9",
        _ => "S13",
    };
}
