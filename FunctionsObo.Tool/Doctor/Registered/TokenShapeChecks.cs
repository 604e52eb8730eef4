using FunctionsObo.Tool.Cloud.Graph;

namespace FunctionsObo.Tool.Doctor.Registered;

/// <summary>What the registration says of the tokens for this API.</summary>
internal static class TokenShapeChecks
{
    public static IReadOnlyList<Check> All =>
    [
        new("R3", "Tokens have a version that AzureAd:TokenVersions takes", Need.Directory, VersionAsync) { After = ["S10", "R1"] },
        new("R4", "It has an App ID URI, in lower case", Need.Directory, UriAsync) { After = ["R1"] },
        new("R11", "Tokens have the claims idtyp and xms_cc", Need.Directory, ClaimsAsync) { After = ["R1"] },
        new("R14", "Tokens are signed by the usual keys, and not encrypted", Need.Directory, KeysAsync) { After = ["R1", "R2"] },
    ];

    /// <summary>Null stands for version 1 (https://learn.microsoft.com/entra/identity-platform/reference-microsoft-graph-app-manifest).</summary>
    private static async Task<IReadOnlyList<Finding>> VersionAsync(Examination patient, CancellationToken cancellationToken)
    {
        var api = (await patient.Directory!.ApplicationAsync(cancellationToken))!.Object("api");
        var version = api?["requestedAccessTokenVersion"]?.ToString() == "2" ? "2.0" : "1.0";
        return [patient.Registration.EffectiveTokenVersions.Contains(version, StringComparer.Ordinal)
            ? Finding.Fine($"version {version}")
            : Finding.Wrong(
                $"Tokens are of version {version}, and AzureAd:TokenVersions takes {string.Join(", ", patient.Registration.EffectiveTokenVersions)}",
                version == "1.0" ? "Set requestedAccessTokenVersion to 2 in the manifest, as 'functions-obo register' does; tokens that clients hold stay as they are until they expire." : "Add 2.0 to AzureAd:TokenVersions.")];
    }

    private static async Task<IReadOnlyList<Finding>> UriAsync(Examination patient, CancellationToken cancellationToken)
    {
        var uris = (await patient.Directory!.ApplicationAsync(cancellationToken))!.Texts("identifierUris");
        if (uris.Count == 0) return [Finding.Wrong("It has no App ID URI, so that no client can name its scopes", $"Set api://{patient.Registration.ClientId} under Expose an API, as 'functions-obo register' does.")];
        var capital = uris.Where(uri => uri.Any(char.IsAsciiLetterUpper))
            .Select(uri => Finding.Warning($"The App ID URI {uri} has capitals, and is compared exactly", "Write it in lower case under Expose an API, and have clients use that."));
        return [.. capital.DefaultIfEmpty(Finding.Fine(string.Join(", ", uris)))];
    }

    private static async Task<IReadOnlyList<Finding>> ClaimsAsync(Examination patient, CancellationToken cancellationToken)
    {
        var claims = (await patient.Directory!.ApplicationAsync(cancellationToken))!.Object("optionalClaims")?.Objects("accessToken").Select(claim => claim.Text("name")).ToList() ?? [];
        string[] missing = [.. ((string[])["idtyp", "xms_cc"]).Where(name => !claims.Contains(name))];
        return [missing.Length == 0 ? Finding.Fine("both are there")
            : Finding.Warning(
                $"Tokens lack {string.Join(" and ", missing)}: {(missing.Contains("xms_cc") ? "no client gets a claims challenge" : "an app's token is told from a user's by other claims")}",
                "Add them to the access token under Token configuration, as 'functions-obo register' does.")];
    }

    private static async Task<IReadOnlyList<Finding>> KeysAsync(Examination patient, CancellationToken cancellationToken)
    {
        var app = (await patient.Directory!.ApplicationAsync(cancellationToken))!;
        var principal = (await patient.Directory.PrincipalAsync(cancellationToken))!;
        var findings = new List<Finding>();
        if (app.Text("tokenEncryptionKeyId") is not null) findings.Add(Finding.Wrong("Tokens are encrypted, for a key that this API does not have", "Set tokenEncryptionKeyId to null in the manifest."));
        if (principal.Text("preferredTokenSigningKeyThumbprint") is not null)
            findings.Add(Finding.Wrong("Tokens are signed with a key of the app's own: the app may not exchange them", "Remove the token signing certificate of the enterprise application, and its claims mapping."));
        if (app.Object("api")?.Flag("acceptMappedClaims") is true)
            findings.Add(Finding.Warning("Claims mapping is accepted without a key of its own: claims may say what the tenant's administrators choose", "Set acceptMappedClaims to null in the manifest."));
        return findings;
    }
}
