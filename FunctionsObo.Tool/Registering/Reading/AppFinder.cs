using System.Text.Json.Nodes;
using FunctionsObo.Tool.Cloud.Graph;
using FunctionsObo.Tool.Output;

namespace FunctionsObo.Tool.Registering.Reading;

/// <summary>Finds an application: by client id, by the tool's own name for it, among the deleted items; and refuses to make a second one of a name.</summary>
internal sealed class AppFinder(GraphClient graph)
{
    /// <summary>Certificates themselves come only when they are asked for by name.</summary>
    private const string Select =
        "$select=id,appId,displayName,uniqueName,signInAudience,identifierUris,api,appRoles,optionalClaims,requiredResourceAccess,publicClient,isFallbackPublicClient,tags,notes,serviceManagementReference,passwordCredentials,keyCredentials";

    private const string DeletedApplications = "directory/deletedItems/microsoft.graph.application";
    private const string DeletedPrincipals = "directory/deletedItems/microsoft.graph.servicePrincipal";

    private IReadOnlyList<JsonObject>? _deleted;

    /// <summary>The address of an application with all that the plan compares.</summary>
    public static string Address(string key) => $"applications{key}?{Select}";

    /// <param name="clientId">Its client id, if somebody knows it.</param>
    /// <param name="isGiven">Whether no other application will do.</param>
    /// <param name="uniqueName">The tool's name for it.</param>
    /// <param name="displayName">People's name for it.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    /// <exception cref="UsageException">It is not there, or cannot be told from others.</exception>
    public async Task<FoundApp> FindAsync(string? clientId, bool isGiven, string uniqueName, string displayName, CancellationToken cancellationToken)
    {
        if (clientId is not null)
        {
            if (await graph.FindAsync(Address($"(appId='{clientId.Quoted()}')"), cancellationToken) is { } known) return await WithPrincipalAsync(known, cancellationToken);
            if (await DeletedAsync(one => Same(one.Text("appId"), clientId), cancellationToken) is { } gone) return gone;
            if (isGiven) throw new UsageException($"There is no application with the client id {Shown.Of(clientId)} in this tenant, not even among the deleted ones: give the application (client) id of one that is there, or none to make a new one.");
        }

        if (await graph.FindAsync(Address($"(uniqueName='{uniqueName.Quoted()}')"), cancellationToken) is { } named) return await WithPrincipalAsync(named, cancellationToken);
        await RefuseNamesakesAsync(displayName, cancellationToken);
        return await DeletedAsync(one => Same(one.Text("uniqueName"), uniqueName), cancellationToken) ?? FoundApp.None;
    }

    /// <summary>Display names are not unique; a second one of a name is how people come to patch the wrong application.</summary>
    private async Task RefuseNamesakesAsync(string displayName, CancellationToken cancellationToken)
    {
        var namesakes = await graph.ListAsync($"applications?$filter=displayName eq '{displayName.Quoted()}'&$select=id,appId", cancellationToken);
        if (namesakes.Count == 0) return;
        var ids = string.Join(", ", namesakes.Select(one => one.Text("appId")));
        throw new UsageException($"The tenant has {(namesakes.Count == 1 ? "an application" : $"{namesakes.Count} applications")} named '{Shown.Of(displayName)}' that this tool did not make ({ids}): give --client-id to use {(namesakes.Count == 1 ? "it" : "one of them")}, or --name to make one of another name.");
    }

    private async Task<FoundApp> WithPrincipalAsync(JsonObject manifest, CancellationToken cancellationToken)
    {
        var appId = manifest.Text("appId")!;
        var principal = await graph.FindAsync($"servicePrincipals(appId='{appId}')?$select=id,appId,accountEnabled,tags", cancellationToken);
        return new(manifest, principal);
    }

    private async Task<FoundApp?> DeletedAsync(Predicate<JsonObject> isMeant, CancellationToken cancellationToken)
    {
        _deleted ??= await graph.ListAsync(DeletedApplications, cancellationToken);
        if (_deleted.FirstOrDefault(one => isMeant(one)) is not { } manifest) return null;
        var principals = await graph.ListAsync($"{DeletedPrincipals}?$select=id,appId", cancellationToken);
        return new(manifest, IsDeleted: true, DeletedPrincipal: principals.FirstOrDefault(one => Same(one.Text("appId"), manifest.Text("appId")))?.Text("id"));
    }

    private static bool Same(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
