using System.Text.Json.Nodes;
using FunctionsObo.Tool.Cloud.Graph;

namespace FunctionsObo.Tool.Registering.Reading;

/// <summary>What the tool made for an app: by its tag, also among the deleted items.</summary>
/// <param name="Apps">The registrations, each with its service principal if it has one.</param>
/// <param name="Deleted">Object ids of deleted items with their names, service principals first: without its application one is hard to tell.</param>
/// <param name="Adopted">The application of the settings, if others made it.</param>
/// <param name="Federated">The federated credentials of that one.</param>
internal sealed record Marked(IReadOnlyList<FoundApp> Apps, IReadOnlyList<(string Id, string Name)> Deleted, JsonObject? Adopted, IReadOnlyList<JsonObject> Federated);

/// <summary>Reads <see cref="Marked"/>.</summary>
internal sealed class MarkedReader(GraphClient graph)
{
    private const string DeletedItems = "directory/deletedItems/microsoft.graph";

    /// <param name="clientId">The application of the settings; null for none.</param>
    /// <param name="mark">The mark that follows from the app's name; an application that is there has its own.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    public async Task<Marked> ReadAsync(string? clientId, Mark mark, CancellationToken cancellationToken)
    {
        var deleted = await graph.ListAsync($"{DeletedItems}.application", cancellationToken);
        var named = clientId is null ? null : await graph.FindAsync($"applications(appId='{clientId.Quoted()}')?$select=id,appId,displayName,tags,passwordCredentials,keyCredentials", cancellationToken);
        var tag = Mark.TagOf((named ?? deleted.FirstOrDefault(one => one.Text("appId") == clientId))?.Texts("tags") ?? []) ?? mark.Tag;
        var isAdopted = named is not null && Mark.TagOf(named.Texts("tags")) is null;
        var apps = new List<FoundApp>();
        foreach (var app in isAdopted ? [] : await graph.ListAsync($"applications?$filter=tags/any(t:t eq '{tag.Quoted()}')&$select=id,appId,displayName,uniqueName", cancellationToken))
            apps.Add(new FoundApp(app, await graph.FindAsync($"servicePrincipals(appId='{app.Text("appId")}')?$select=id", cancellationToken)));
        var principals = await graph.ListAsync($"{DeletedItems}.servicePrincipal", cancellationToken);
        var gone = principals.Concat(deleted).Where(one => !isAdopted && one.Texts("tags").Contains(tag, StringComparer.Ordinal)).Select(one => (one.Text("id")!, one.Text("displayName") ?? ""));
        return new(
            [.. apps.OrderByDescending(app => app.Manifest!.Text("uniqueName")?.Length)], [.. gone], isAdopted ? named : null,
            isAdopted ? await graph.ListAsync($"applications/{named!.Text("id")}/federatedIdentityCredentials", cancellationToken) : []);
    }
}
