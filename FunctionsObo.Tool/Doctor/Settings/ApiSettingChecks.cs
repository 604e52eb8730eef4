using FunctionsObo.Pipeline;

namespace FunctionsObo.Tool.Doctor.Settings;

/// <summary>The downstream APIs, whose tokens are taken, and what clients are told of this API.</summary>
internal static class ApiSettingChecks
{
    public static IReadOnlyList<Check> All =>
    [
        new("S9", "Each downstream API has an address and scopes of one resource", Need.Nothing, Scopes),
        new("S10", "The tokens that are taken are those that Entra issues", Need.Nothing, Tokens) { After = ["S1", "S2"] },
        new("S11", "AzureAd:ResourceUrl is the public address of the functions", Need.Nothing, ResourceUrl),
    ];

    private static IEnumerable<Finding> Scopes(Examination patient) =>
        StartErrors.Of(patient, "S9", "Write the scopes as an array, each with its resource, as DownstreamApis:…:Scopes:0 = api://{id}/Orders.Read.").Concat(
            from api in patient.Apis
            from scope in api.Options.Scopes
            where !string.IsNullOrWhiteSpace(scope) && !scope.Any(char.IsWhiteSpace) && !scope.Contains('/', StringComparison.Ordinal)
            select Finding.Warning($"{api.Name}: '{scope}' names no resource, and is taken for Microsoft Graph's", $"Write it with its resource in DownstreamApis:{api.Name}:Scopes, as https://graph.microsoft.com/{scope}."));

    /// <summary>A v2 token's audience is the client id, a v1 token's the App ID URI (https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference).</summary>
    private static IEnumerable<Finding> Tokens(Examination patient)
    {
        var registration = patient.Registration;
        foreach (var wrong in StartErrors.Of(patient, "S10", "Use ids, GUIDs: the application (client) id of a client, not its object id.")) yield return wrong;
        if (registration.EffectiveTokenVersions.Contains("2.0", StringComparer.Ordinal) && !registration.EffectiveAudiences.Contains(registration.ClientId, StringComparer.OrdinalIgnoreCase))
            yield return Finding.Wrong("Tokens of version 2.0 have the client id as audience, and it is not accepted", $"Add {registration.ClientId} to AzureAd:Audiences.");
        if (registration.EffectiveTokenVersions.Contains("1.0", StringComparer.Ordinal) && registration.EffectiveAudiences.All(audience => Guid.TryParse(audience, out _)))
            yield return Finding.Wrong("Tokens of version 1.0 have the App ID URI as audience, and none is accepted", $"Add api://{registration.ClientId}, or whatever the App ID URI is, to AzureAd:Audiences.");
    }

    private static List<Finding> ResourceUrl(Examination patient)
    {
        var wrong = StartErrors.Of(patient, "S11", "Set AzureAd:ResourceUrl to the public https address with the route prefix.").ToList();
        if (wrong.Count > 0 || patient.Registration.ResourceUrl is not { Length: > 0 } url) return wrong;

        var prefix = RoutePrefix(patient);
        return $"/{new Uri(url).AbsolutePath.Trim('/')}".EndsWith($"/{prefix}", StringComparison.OrdinalIgnoreCase) ? []
            : [Finding.Wrong($"AzureAd:ResourceUrl is {url}, and the functions are below /{prefix}", $"Let AzureAd:ResourceUrl end with /{prefix}, or correct routePrefix in host.json.")];
    }

    /// <summary>Of the settings, of the host.json beside them or beside the built app; else the host's default.</summary>
    private static string RoutePrefix(Examination patient)
    {
        string?[] folders = [Path.GetDirectoryName(patient.Settings.File?.Path), Path.GetDirectoryName(patient.App?.Path)];
        var prefix = patient.Settings.Configuration[HttpRoutes.PrefixKey]
            ?? folders.OfType<string>().Select(folder => HttpRoutes.PrefixIn(Path.Combine(folder, "host.json"))).FirstOrDefault(named => named is not null)
            ?? HttpRoutes.DefaultPrefix;
        return prefix.Trim('/');
    }
}
