using System.Text.Json.Nodes;
using EntraEmulator.Errors;

namespace EntraEmulator.Graph.Applications;

/// <summary>Rules of scopes and app roles: what each has to have, and that an enabled one stays as it is.</summary>
internal static class EntitlementRules
{
    private static readonly string[] ScopeMembers =
        ["adminConsentDescription", "adminConsentDisplayName", "id", "isEnabled", "origin", "type", "userConsentDescription", "userConsentDisplayName", "value"];

    private static readonly string[] RoleMembers = ["allowedMemberTypes", "description", "displayName", "id", "isEnabled", "origin", "value"];

    /// <exception cref="GraphErrorException">It is refused.</exception>
    public static void Check(JsonObject before, JsonObject after, bool isNew)
    {
        var (scopes, roles) = (after.Object("api")!.Objects("oauth2PermissionScopes"), after.Objects("appRoles"));
        foreach (var scope in scopes) CheckScope(scope);
        foreach (var role in roles) CheckRole(role);
        CheckUnique(scopes, "oauth2PermissionScopes");
        CheckUnique(roles, "appRoles");
        CheckShared(scopes, roles);
        if (isNew) return;
        CheckEnabled(before.Object("api")!.Objects("oauth2PermissionScopes"), scopes);
        CheckEnabled(before.Objects("appRoles"), roles);
    }

    private static void CheckScope(JsonObject scope)
    {
        scope.OnlyHas(ScopeMembers);
        CheckCommon(scope, "PermissionScope");
        scope["isEnabled"] ??= true;
        scope["type"] ??= "User";
        scope.RequiredText("adminConsentDisplayName", "PermissionScope");
        scope.RequiredText("adminConsentDescription", "PermissionScope");
        if (scope.Text("type") is not ("User" or "Admin")) throw GraphErrors.Bad("Invalid value specified for property 'type' of resource 'PermissionScope'.");
    }

    private static void CheckRole(JsonObject role)
    {
        role.OnlyHas(RoleMembers);
        CheckCommon(role, "AppRole");
        role["isEnabled"] ??= true;
        role.RequiredText("displayName", "AppRole");
        role.RequiredText("description", "AppRole");
        var types = role.Texts("allowedMemberTypes");
        if (types.Count == 0 || types.Except(["Application", "User"], StringComparer.Ordinal).Any()) throw GraphErrors.Bad("Invalid value specified for property 'allowedMemberTypes' of resource 'AppRole'.");
    }

    private static void CheckCommon(JsonObject one, string resource)
    {
        one.RequiredId("id", resource);
        var value = one.RequiredText("value", resource);
        if (value.Length > 120 || value.Any(char.IsWhiteSpace) || value[0] == '.') throw GraphErrors.Bad($"Invalid value specified for property 'value' of resource '{resource}'.");
        _ = one.Flag("isEnabled");
    }

    private static void CheckUnique(IReadOnlyList<JsonObject> all, string property)
    {
        foreach (var member in new[] { "id", "value" })
            if (all.DistinctBy(one => one.Text(member), StringComparer.OrdinalIgnoreCase).Count() < all.Count)
                throw GraphErrors.InvalidValue(property, $"Two have the same '{member}'.");
    }

    /// <summary>A scope and a role are one permission, or two that share nothing.</summary>
    private static void CheckShared(IReadOnlyList<JsonObject> scopes, IReadOnlyList<JsonObject> roles)
    {
        foreach (var (scope, role) in scopes.SelectMany(scope => roles, (scope, role) => (scope, role)))
        {
            var (sameId, sameValue) = (Same(scope, role, "id"), Same(scope, role, "value"));
            var sameTexts = scope.Text("adminConsentDisplayName") == role.Text("displayName") && scope.Text("adminConsentDescription") == role.Text("description");
            if (sameId != sameValue || (sameId && !sameTexts))
                throw GraphErrors.Bad($"It contains duplicate value '{scope.Text("value")}'. A scope and an app role may share a value only with the same id and the same texts.");
        }
    }

    private static void CheckEnabled(IReadOnlyList<JsonObject> before, IReadOnlyList<JsonObject> after)
    {
        foreach (var old in before.Where(one => one.Flag("isEnabled") != false))
            if (after.FirstOrDefault(one => Same(one, old, "id")) is not { } now || now.Text("value") != old.Text("value"))
                throw GraphErrors.With(400, "CannotDeleteOrUpdateEnabledEntitlement", $"Permission (scope or role) '{old.Text("value")}' cannot be deleted or updated unless disabled first.");
    }

    private static bool Same(JsonObject one, JsonObject other, string member) => string.Equals(one.Text(member), other.Text(member), StringComparison.OrdinalIgnoreCase);
}
