using System.Text.Json.Nodes;
using EntraEmulator.Errors;
using EntraEmulator.Graph.Applications;
using EntraEmulator.Graph.Queries;
using EntraEmulator.StackFiles;
using EntraEmulator.Tenants;
using Microsoft.IdentityModel.Tokens;

namespace EntraEmulator.Graph.Principals;

/// <summary>
/// App roles that applications have: of a resource (<c>appRoleAssignedTo</c>) and of a client (<c>appRoleAssignments</c>). Users and groups have none here.
/// See https://learn.microsoft.com/graph/api/serviceprincipal-post-approleassignedto.
/// </summary>
internal static class RoleAssignments
{
    private const string ToResource = "appRoleAssignedTo";

    public static GraphReply Answer(GraphCall call, string key) => (call.Method, call.Segments) switch
    {
        ("GET", [_, _, var side]) => List(call, key, side),
        ("POST", [_, _, var side]) => Create(call, key, side),
        ("DELETE", [_, _, var side, var id]) => Delete(call, key, side, id),
        _ => throw GraphRoutes.Unknown(call),
    };

    private static GraphReply List(GraphCall call, string key, string side)
    {
        call.Caller.NeedsOneOf("Application.Read.All", "Application.ReadWrite.All", "AppRoleAssignment.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All");
        var (_, principal) = PrincipalCalls.Find(call, key);
        return Listing.Answer(call, $"servicePrincipals/{principal.Id}/{side}", "appRoleAssignments", Of(call, principal, side).Select(one => one.Document()), ["appRoleId", "principalId", "resourceId"]);
    }

    private static GraphReply Create(GraphCall call, string key, string side)
    {
        CheckWriter(call);
        var (_, addressed) = PrincipalCalls.Find(call, key);
        call.Body.OnlyHas("appRoleId", "principalId", "resourceId");
        var (clientId, resourceId, roleId) = (call.Body.RequiredId("principalId", "AppRoleAssignment"), call.Body.RequiredId("resourceId", "AppRoleAssignment"), call.Body.RequiredId("appRoleId", "AppRoleAssignment"));
        if ((side == ToResource ? resourceId : clientId).ToString() != addressed.Id) throw GraphErrors.Bad("Not a valid reference update.");
        var (client, resource) = (Reference(call, clientId), Reference(call, resourceId));
        CheckGraphsOwn(call, resource.App);
        var role = Entitlements.Roles(resource.App).FirstOrDefault(one => one.Text("id") == roleId.ToString() && Entitlements.IsForApplications(one))
            ?? throw GraphErrors.Bad("Permission being assigned was not found on application", "InvalidValue", "appRoleId");
        var value = role.Text("value")!;
        var assignment = new Assignment(client.App, client.Principal, resource.App, resource.Principal, value);
        if (Of(call, resource.Principal, ToResource).Any(one => one.Id == assignment.Id)) throw GraphErrors.Bad("Permission being assigned already exists on the object: EntitlementGrant entry already exists.", "InvalidUpdate", "appRoleId");
        call.Edit.Put(client.App with { ApplicationGrants = [.. client.App.ApplicationGrants, new PermissionGrant(resource.App.ClientId, [value], call.Tenant.Id)] });
        return new GraphReply(201, assignment.Document(), "appRoleAssignments/$entity", $"servicePrincipals/{addressed.Id}/{side}/{assignment.Id}");
    }

    private static GraphReply Delete(GraphCall call, string key, string side, string id)
    {
        CheckWriter(call);
        var (_, principal) = PrincipalCalls.Find(call, key);
        var gone = Of(call, principal, side).FirstOrDefault(one => one.Id == id) ?? throw GraphErrors.NotFound(id);
        CheckGraphsOwn(call, gone.Resource);
        var left = call.Edit.ByTenant(gone.Client.ApplicationGrants).Select(grant => grant.TenantId == call.Tenant.Id && grant.ResourceId == gone.Resource.ClientId
            ? grant with { Values = [.. grant.Values.Where(value => value != gone.Value)] }
            : grant);
        call.Edit.Put(gone.Client with { ApplicationGrants = [.. left.Where(grant => grant.Values.Count > 0)] });
        return GraphReply.Nothing;
    }

    /// <summary>An application needs to read applications too.</summary>
    private static void CheckWriter(GraphCall call)
    {
        call.Caller.NeedsOneOf("AppRoleAssignment.ReadWrite.All");
        if (call.Caller.User is null) call.Caller.NeedsToReadApplications();
        call.Caller.NeedsRole(GraphCaller.ConsentAdministrators);
    }

    private static void CheckGraphsOwn(GraphCall call, AppRegistration resource)
    {
        if (DirectoryPermissions.IsGraph(resource.ClientId)) call.Caller.NeedsRole(GraphCaller.RoleAdministrators);
    }

    private static (AppRegistration App, ServicePrincipal Principal) Reference(GraphCall call, Guid id)
    {
        var found = PrincipalCalls.All(call).FirstOrDefault(one => one.Principal.Id == id.ToString());
        return found.App is null ? throw GraphErrors.Bad("Not a valid reference update.") : found;
    }

    private static IEnumerable<Assignment> Of(GraphCall call, ServicePrincipal principal, string side)
    {
        var principals = PrincipalCalls.All(call).ToList();
        var all = principals.SelectMany(client => call.Edit.ByTenant(client.App.ApplicationGrants).Where(grant => grant.TenantId == call.Tenant.Id), (client, grant) => (client, grant))
            .SelectMany(one => principals.Where(resource => string.Equals(resource.App.ClientId, one.grant.ResourceId, StringComparison.OrdinalIgnoreCase)), (one, resource) => (one.client, one.grant, resource))
            .SelectMany(one => one.grant.Values, (one, value) => new Assignment(one.client.App, one.client.Principal, one.resource.App, one.resource.Principal, value));
        return all.Where(one => (side == ToResource ? one.ResourcePrincipal : one.ClientPrincipal).Id == principal.Id).DistinctBy(one => one.Id, StringComparer.Ordinal);
    }

    private sealed record Assignment(AppRegistration Client, ServicePrincipal ClientPrincipal, AppRegistration Resource, ServicePrincipal ResourcePrincipal, string Value)
    {
        public string Id => Base64UrlEncoder.Encode(StableId.Of($"assignment/{ClientPrincipal.Id}/{ResourcePrincipal.Id}/{Value}").ToByteArray());

        public JsonObject Document() => new()
        {
            ["id"] = Id,
            ["deletedDateTime"] = null,
            ["appRoleId"] = Entitlements.Roles(Resource).FirstOrDefault(one => one.Text("value") == Value)?.Text("id"),
            ["createdDateTime"] = null,
            ["principalDisplayName"] = Client.Name,
            ["principalId"] = ClientPrincipal.Id,
            ["principalType"] = "ServicePrincipal",
            ["resourceDisplayName"] = Resource.Name,
            ["resourceId"] = ResourcePrincipal.Id,
        };
    }
}
