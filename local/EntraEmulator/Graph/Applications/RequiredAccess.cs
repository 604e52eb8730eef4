using System.Text.Json.Nodes;
using EntraEmulator.Tenants;

namespace EntraEmulator.Graph.Applications;

/// <summary>The permissions that a registration of the stack file lists: those that it has consent for.</summary>
internal static class RequiredAccess
{
    public static IEnumerable<JsonObject> Of(AppRegistration app) =>
        Ids(app.DelegatedGrants, "Scope", Entitlements.ScopeId).Concat(Ids(app.ApplicationGrants, "Role", Entitlements.RoleId))
        .GroupBy(permission => permission.ResourceId, permission => permission.Listed, StringComparer.OrdinalIgnoreCase)
        .Select(resource => new JsonObject { ["resourceAppId"] = resource.Key, ["resourceAccess"] = resource.ListOf() });

    private static IEnumerable<(string ResourceId, JsonObject Listed)> Ids(IEnumerable<PermissionGrant> grants, string type, Func<string, string, string> id) =>
        from grant in grants
        where grant.TenantId is null
        from value in grant.Values
        select (grant.ResourceId, new JsonObject { ["id"] = id(grant.ResourceId, value), ["type"] = type });
}
