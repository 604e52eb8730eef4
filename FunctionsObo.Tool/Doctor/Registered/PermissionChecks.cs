using FunctionsObo.Tool.Cloud.Graph;

namespace FunctionsObo.Tool.Doctor.Registered;

/// <summary>Whether the app may call what the settings name.</summary>
internal static class PermissionChecks
{
    public static IReadOnlyList<Check> All =>
    [
        new("R7", "The registration lists the permissions of DownstreamApis", Need.Directory, ListedAsync) { After = ["S9", "R1", "R2"] },
        new("R8", "An administrator has consented to them for all users", Need.Directory, GrantedAsync) { After = ["S9", "R1", "R2", "R7"] },
        new("R9", "APIs that are called as the app have granted it an app role", Need.Directory, RolesAsync) { After = ["S9", "R1", "R2"] },
    ];

    private static async Task<IReadOnlyList<Finding>> ListedAsync(Examination patient, CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        var listed = (await patient.Directory!.ApplicationAsync(cancellationToken))!.Objects("requiredResourceAccess");
        foreach (var api in await Consents.WantedAsync(patient, cancellationToken))
        {
            var ids = listed.Where(one => string.Equals(one.Text("resourceAppId"), api.Principal.Text("appId"), StringComparison.OrdinalIgnoreCase))
                .SelectMany(one => one.Objects("resourceAccess")).Select(one => one.Text("id")).ToHashSet(StringComparer.OrdinalIgnoreCase);
            var offered = api.Principal.Objects("oauth2PermissionScopes").ToLookup(scope => scope.Text("value"), scope => scope.Text("id"), StringComparer.OrdinalIgnoreCase);
            findings.AddRange(api.Scopes.Select(scope => offered[scope].FirstOrDefault() switch
            {
                null => Finding.Wrong($"{api.Name} has no scope '{scope}'", $"Correct the spelling in DownstreamApis:{api.Name}:Scopes, or add the scope at that API."),
                var id when !ids.Contains(id) => Finding.Wrong($"{api.Name}: '{scope}' is not among the registration's API permissions", "Add it under API permissions, as 'functions-obo register' does."),
                _ => Finding.Fine($"{api.Name}: {scope}"),
            }));
        }

        return [.. findings.DefaultIfEmpty(Finding.Fine("no API is called on behalf of users"))];
    }

    private static async Task<IReadOnlyList<Finding>> GrantedAsync(Examination patient, CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        var grants = await patient.Directory!.GrantsAsync(cancellationToken);
        foreach (var api in await Consents.WantedAsync(patient, cancellationToken))
        {
            var missing = api.Missing(grants.Where(Consents.IsForAll));
            var fix = $"Grant admin consent under API permissions, or as an administrator at {Link(patient)}; or run 'functions-obo register'.";
            findings.Add(missing switch
            {
                [] => Finding.Fine($"{api.Name}: {string.Join(' ', api.Scopes)}"),
                _ when api.Missing(grants).Count == 0 => Finding.Warning($"{api.Name}: only some users have consented to {string.Join(' ', missing)}, each for themselves", fix),
                _ => Finding.Wrong($"{api.Name}: nobody has consented to {string.Join(' ', missing)}", fix),
            });
        }

        return [.. findings.DefaultIfEmpty(Finding.Fine("no API is called on behalf of users"))];
    }

    private static async Task<IReadOnlyList<Finding>> RolesAsync(Examination patient, CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        foreach (var api in patient.Apis.Where(api => api.Options.RequestAppToken))
        {
            if (await patient.Directory!.ResourceAsync(patient.ScopeOf(api.Options.Scopes[0]).Resource, cancellationToken) is not { } principal) continue;
            findings.Add((await patient.Directory.RolesAsync(cancellationToken)).Any(role => role.Text("resourceId") == principal.Text("id"))
                ? Finding.Fine(api.Name)
                : Finding.Wrong($"{api.Name} is called as the app, and has granted the app no app role", "Add an application permission of that API under API permissions, and grant admin consent."));
        }

        return [.. findings.DefaultIfEmpty(Finding.Fine("no API is called only as the app"))];
    }

    private static string Link(Examination patient) => $"{new Uri(new Uri(patient.Registration.Instance), patient.Registration.TenantId)}/adminconsent?client_id={patient.Registration.ClientId}";
}
