using System.Net;
using System.Text.Json.Nodes;
using FunctionsObo.Tool.Cloud.Graph;
using FunctionsObo.Tool.Output;

namespace FunctionsObo.Tool.Registering.Reading;

/// <summary>Reads what the plan compares with, and no more: each look is a round trip.</summary>
internal sealed class FoundReader(GraphClient graph)
{
    /// <exception cref="UsageException">An application or an identity that was named is not there, or cannot be told from others.</exception>
    public async Task<Found> ReadAsync(Wanted wanted, CancellationToken cancellationToken)
    {
        var finder = new AppFinder(graph);
        var api = await finder.FindAsync(wanted.ClientId, wanted.ClientIdIsGiven, wanted.Mark.UniqueName, wanted.Name, cancellationToken);
        var client = wanted.WithClient ? await finder.FindAsync(wanted.TestClientId, false, wanted.Mark.ClientUniqueName, wanted.ClientName, cancellationToken) : FoundApp.None;
        var principal = api.Principal?.Text("id");
        return new Found
        {
            Api = api,
            Client = client,
            Resources = await ResourcesAsync(wanted, cancellationToken),
            Grants = principal is not null && wanted.Apis.Any(one => one.Scopes.Count > 0) ? await GrantsAsync(principal, cancellationToken) : [],
            Assignments = principal is not null && wanted.Apis.Any(one => one.AppRoles.Count > 0) ? await graph.ListAsync($"servicePrincipals/{principal}/appRoleAssignments", cancellationToken) : [],
            Federated = wanted.IsFederated && api is { IsDeleted: false, Manifest: { } manifest } ? await graph.ListAsync($"applications/{manifest.Text("id")}/federatedIdentityCredentials", cancellationToken) : [],
            ManagedIdentity = wanted.ManagedIdentity is { } identity ? await IdentityAsync(identity, cancellationToken) : null,
        };
    }

    private async Task<Dictionary<string, JsonObject?>> ResourcesAsync(Wanted wanted, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, JsonObject?>(StringComparer.OrdinalIgnoreCase);
        foreach (var resource in wanted.Apis.Select(api => api.Resource).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var named = await graph.ListAsync(
                $"servicePrincipals?$filter=servicePrincipalNames/any(t:t eq '{resource.Quoted()}')&$select=id,appId,displayName,oauth2PermissionScopes,appRoles", cancellationToken);
            found[resource] = named is [var first, ..] ? first : null;
        }

        return found;
    }

    /// <summary>Who may register need not be able to see consent; that is no failure.</summary>
    private async Task<IReadOnlyList<JsonObject>?> GrantsAsync(string principal, CancellationToken cancellationToken)
    {
        try
        {
            return await graph.ListAsync(GrantsOf(principal), cancellationToken);
        }
        catch (GraphFault denied) when (denied.Status == HttpStatusCode.Forbidden)
        {
            return null;
        }
    }

    public static string GrantsOf(string principal) => $"oauth2PermissionGrants?$filter=clientId eq '{principal}' and consentType eq 'AllPrincipals'";

    private async Task<JsonObject> IdentityAsync(string principalId, CancellationToken cancellationToken) =>
        await graph.FindAsync($"servicePrincipals/{principalId.Quoted()}?$select=id,appId,displayName,servicePrincipalType", cancellationToken)
        ?? throw new UsageException($"The tenant has no managed identity with the principal (object) id {Shown.Of(principalId)}: the portal shows it as 'Object (principal) ID', and it is not the client id.");
}
