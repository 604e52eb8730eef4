using System.Net;
using System.Text.Json.Nodes;
using FunctionsObo.Tool.Cloud.Graph;
using FunctionsObo.Tool.Registering.Reading;

namespace FunctionsObo.Tool.Registering.Planning;

/// <summary>
/// An administrator's consent for all users, API by API (https://learn.microsoft.com/graph/api/resources/oauth2permissiongrant). An API cannot ask its
/// user. A grant holds one text with all scopes, so what others granted goes along; nothing is ever taken from it.
/// </summary>
internal static class ConsentSteps
{
    public static IEnumerable<Step> Of(NeededPermissions needed, Found found) => needed.Apis
        .Where(api => api.Scopes.Count > 0)
        .GroupBy(api => api.PrincipalId, StringComparer.Ordinal)
        .Select(api => Of(api.First().DisplayName, api.Key, [.. api.SelectMany(one => one.Scopes).Select(scope => scope.Name).Distinct(StringComparer.Ordinal)], found));

    private static Step Of(string resource, string resourceId, IReadOnlyList<string> scopes, Found found)
    {
        var subject = $"consent to {resource}";
        var grant = found.Grants?.FirstOrDefault(one => one.Text("resourceId") == resourceId);
        var missing = scopes.Except(ScopesOf(grant), StringComparer.Ordinal).ToList();
        if (missing.Count == 0) return new Step(StepAction.Keep, subject, []);
        return new Step(grant is null ? StepAction.Create : StepAction.Change, subject, [new Change("scope", grant?.Text("scope")?.Trim(), string.Join(' ', ScopesOf(grant).Concat(missing)))])
        {
            Left = found.Grants is null ? ["Whether consent is there already, who signed in may not see."] : [],
            Apply = (work, cancellationToken) => UnlessRefusedAsync(work, () => GrantAsync(work, grant, resource, resourceId, scopes, cancellationToken)),
        };
    }

    /// <summary>A consent that this caller may not give is no failure: somebody else gives it, by a link.</summary>
    public static async Task UnlessRefusedAsync(Work work, Func<Task> give)
    {
        if (work.ConsentIsPending) return;
        try
        {
            await give();
        }
        catch (GraphFault refused) when (refused.Status == HttpStatusCode.Forbidden)
        {
            work.ConsentIsPending = true;
        }
    }

    private static async Task GrantAsync(Work work, JsonObject? grant, string resource, string resourceId, IReadOnlyList<string> scopes, CancellationToken cancellationToken)
    {
        var client = work.Api.PrincipalId!;
        if (grant is null)
        {
            try
            {
                var body = new JsonObject { ["clientId"] = client, ["consentType"] = "AllPrincipals", ["resourceId"] = resourceId, ["scope"] = string.Join(' ', scopes) };
                await work.SendAsync("the service principals", HttpMethod.Post, "oauth2PermissionGrants", body, cancellationToken);
                return;
            }
            catch (GraphFault exists) when (exists.Is("Request_MultipleObjectsWithSameKeyValue"))
            {
                // An earlier run gave it, or the restored service principal brought it along.
                grant = (await work.Graph.ListAsync(FoundReader.GrantsOf(client), cancellationToken)).FirstOrDefault(one => one.Text("resourceId") == resourceId);
            }
        }

        if (grant is null) throw new InvalidOperationException($"The consent to {resource} is there and cannot be found.");
        var all = ScopesOf(grant).Union(scopes, StringComparer.Ordinal);
        await work.SendAsync("the consent", HttpMethod.Patch, $"oauth2PermissionGrants/{grant.Text("id")}", new JsonObject { ["scope"] = string.Join(' ', all) }, cancellationToken);
    }

    private static string[] ScopesOf(JsonObject? grant) => grant?.Text("scope")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
}
