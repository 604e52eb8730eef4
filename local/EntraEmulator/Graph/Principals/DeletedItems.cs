using System.Text.Json.Nodes;
using EntraEmulator.Errors;
using EntraEmulator.Graph.Applications;
using EntraEmulator.Graph.Queries;
using EntraEmulator.Tenants;

namespace EntraEmulator.Graph.Principals;

/// <summary><c>/directory/deletedItems</c>: what was deleted, to be restored or purged. See https://learn.microsoft.com/graph/api/resources/directory.</summary>
internal static class DeletedItems
{
    private const string Applications = "microsoft.graph.application";
    private const string Principals = "microsoft.graph.servicePrincipal";

    public static GraphReply Answer(GraphCall call) => (call.Method, call.Segments) switch
    {
        ("GET", [_, _, Applications]) => List(call, Applications, item => item.Principal is null),
        ("GET", [_, _, Principals]) => List(call, Principals, item => item.Principal is not null),
        ("GET", [_, _, var id]) => Get(call, id),
        ("DELETE", [_, _, var id]) => Purge(call, id),
        ("POST", [_, _, var id, "restore"]) => Restore(call, id),
        _ => throw GraphRoutes.Unknown(call),
    };

    private static GraphReply List(GraphCall call, string kind, Func<DeletedItem, bool> isMeant)
    {
        call.Caller.NeedsToReadApplications();
        return Listing.Answer(call, $"directory/deletedItems/{kind}", "directoryObjects", call.Edit.Deleted.Where(item => item.TenantId == call.Tenant.Id && isMeant(item)).Select(Document), ["id", "appId", "displayName", "uniqueName", "tags"]);
    }

    private static GraphReply Get(GraphCall call, string id)
    {
        call.Caller.NeedsToReadApplications();
        return Listing.One(call, "directoryObjects", Document(Find(call, id)));
    }

    private static GraphReply Purge(GraphCall call, string id)
    {
        call.Edit.Forget(FindToChange(call, id));
        return GraphReply.Nothing;
    }

    private static GraphReply Restore(GraphCall call, string id)
    {
        var item = FindToChange(call, id);
        if (item.Principal is null) RestoreApplication(call, item.Application);
        else RestorePrincipal(call, item, item.Principal);
        call.Edit.Forget(item);
        var json = Document(item);
        json["deletedDateTime"] = null;
        return new GraphReply(200, json, "directoryObjects/$entity");
    }

    private static void RestoreApplication(GraphCall call, AppRegistration app)
    {
        if (app.AppIdUris.Any(uri => call.Edit.Find(uri) is not null))
            throw GraphErrors.Bad("Another object with the same value for property identifierUris already exists.", "ObjectConflict", "identifierUris");
        call.Edit.Put(app with { Name = ManifestChange.FreeName(call.Edit, app, app.Details.Text("displayName") ?? app.Name) });
    }

    private static void RestorePrincipal(GraphCall call, DeletedItem item, ServicePrincipal principal)
    {
        var app = call.Edit.Find(item.Application.ClientId) ?? throw GraphErrors.Bad(
            $"The appId '{item.Application.ClientId}' of the service principal does not reference a valid application object.", "NoBackingApplicationObject", "appId");
        if (app.PrincipalIn(call.Tenant) is not null)
            throw GraphErrors.Exists($"The service principal cannot be created, updated, or restored because the service principal name {app.ClientId} is already in use.");
        app = PrincipalCalls.Put(call, app, principal);
        call.Edit.Put(app with
        {
            DelegatedGrants = [.. app.DelegatedGrants, .. OfTenant(call, item.Application.DelegatedGrants)],
            ApplicationGrants = [.. app.ApplicationGrants, .. OfTenant(call, item.Application.ApplicationGrants)],
        });
    }

    private static IEnumerable<PermissionGrant> OfTenant(GraphCall call, IReadOnlyList<PermissionGrant> grants) => call.Edit.ByTenant(grants).Where(grant => grant.TenantId == call.Tenant.Id);

    private static DeletedItem FindToChange(GraphCall call, string id)
    {
        call.Caller.NeedsToWriteApplication(target: null);
        var item = Find(call, id);
        call.Caller.NeedsToWriteApplication(item.Application);
        return item;
    }

    private static DeletedItem Find(GraphCall call, string id) =>
        call.Edit.Deleted.FirstOrDefault(item => item.TenantId == call.Tenant.Id && string.Equals(item.Id, id, StringComparison.OrdinalIgnoreCase)) ?? throw GraphErrors.NotFound(id);

    private static JsonObject Document(DeletedItem item)
    {
        var json = item.Principal is { } principal ? PrincipalDocument.Of(item.Application, principal) : Manifest.Of(item.Application);
        json["deletedDateTime"] = item.DeletedOn.Written();
        return new JsonObject([KeyValuePair.Create<string, JsonNode?>("@odata.type", $"#{(item.Principal is null ? Applications : Principals)}"), .. json.Select(one => KeyValuePair.Create(one.Key, one.Value?.DeepClone()))]);
    }
}
