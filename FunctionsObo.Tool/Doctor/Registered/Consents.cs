using System.Text.Json.Nodes;
using FunctionsObo.Tool.Cloud;
using FunctionsObo.Tool.Cloud.Graph;

namespace FunctionsObo.Tool.Doctor.Registered;

/// <summary>The delegated permissions that the settings ask for, and what of them is granted.</summary>
internal static class Consents
{
    /// <summary>Every API that is called on behalf of users, with its service principal and the scopes that the settings name. Without one it is left out: another check says so.</summary>
    public static async Task<IReadOnlyList<WantedApi>> WantedAsync(Examination patient, CancellationToken cancellationToken)
    {
        var wanted = new List<WantedApi>();
        foreach (var api in patient.Apis.Where(api => !api.Options.RequestAppToken))
        {
            var scopes = api.Options.Scopes.Select(scope => patient.ScopeOf(scope)).ToList();
            if (await patient.Directory!.ResourceAsync(scopes[0].Resource, cancellationToken) is { } principal)
                wanted.Add(new WantedApi(api.Name, principal, [.. scopes.Select(scope => scope.Permission).Where(permission => permission != ScopeName.Default)]));
        }

        return wanted;
    }

    /// <summary>Whether an administrator has consented to all of it for all users.</summary>
    public static async Task<bool> AreForAllUsersAsync(Examination patient, CancellationToken cancellationToken)
    {
        var grants = await patient.Directory!.GrantsAsync(cancellationToken);
        return (await WantedAsync(patient, cancellationToken)).All(api => api.Missing(grants.Where(IsForAll)).Count == 0);
    }

    public static bool IsForAll(JsonObject grant) => grant.Text("consentType") == "AllPrincipals";
}

/// <summary>What the settings want of one API.</summary>
/// <param name="Name">Its name in the settings.</param>
/// <param name="Principal">Its service principal.</param>
/// <param name="Scopes">The names of the scopes.</param>
internal sealed record WantedApi(string Name, JsonObject Principal, IReadOnlyList<string> Scopes)
{
    /// <summary>Those that none of the grants has.</summary>
    public IReadOnlyList<string> Missing(IEnumerable<JsonObject> grants)
    {
        var granted = grants.Where(grant => grant.Text("resourceId") == Principal.Text("id")).SelectMany(grant => (grant.Text("scope") ?? "").Split(' ')).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. Scopes.Where(scope => !granted.Contains(scope))];
    }
}
