using System.Text.Json.Nodes;
using EntraEmulator.StackFiles;
using EntraEmulator.Tenants;

namespace EntraEmulator.Graph.Applications;

/// <summary>
/// The scopes and app roles of an API in Graph's shape. The registration has the names of those that are enabled; its details have the rest.
/// Where they differ, the registration is right.
/// </summary>
internal static class Entitlements
{
    private const string UserRead = "e1fe6dd8-ba31-4d61-89e7-88639da4683d"; // Graph's, the same everywhere

    public static IReadOnlyList<JsonObject> Scopes(AppRegistration app)
    {
        var kept = (app.Details.Object("api")?.Objects("oauth2PermissionScopes") ?? []).Where(one => one.Flag("isEnabled") == false || app.Scopes.Contains(one.Text("value"), StringComparer.Ordinal)).ToList();
        return [.. kept.Select(Copy), .. app.Scopes.Except(kept.Select(one => one.Text("value")!), StringComparer.Ordinal).Select(value => Scope(app, value))];
    }

    public static IReadOnlyList<JsonObject> Roles(AppRegistration app)
    {
        var kept = app.Details.Objects("appRoles").Where(one => !IsForApplications(one) || app.AppRoles.Contains(one.Text("value"), StringComparer.Ordinal)).ToList();
        return [.. kept.Select(Copy), .. app.AppRoles.Except(kept.Select(one => one.Text("value")!), StringComparer.Ordinal).Select(value => Role(app, value))];
    }

    /// <summary>Whether an app role is one that applications can be granted now.</summary>
    public static bool IsForApplications(JsonObject role) => role.Flag("isEnabled") != false && role.Texts("allowedMemberTypes").Contains("Application", StringComparer.Ordinal);

    /// <summary>The id of a scope that no request gave one.</summary>
    public static string ScopeId(string clientId, string value) => DirectoryPermissions.IsGraph(clientId) && value == "User.Read" ? UserRead : StableId.Of($"scope/{clientId}/{value}").ToString();

    /// <summary>The id of an app role that no request gave one.</summary>
    public static string RoleId(string clientId, string value) => StableId.Of($"role/{clientId}/{value}").ToString();

    private static JsonObject Copy(JsonObject one) => one.DeepClone().AsObject();

    private static JsonObject Scope(AppRegistration app, string value) => new()
    {
        ["adminConsentDescription"] = value,
        ["adminConsentDisplayName"] = value,
        ["id"] = ScopeId(app.ClientId, value),
        ["isEnabled"] = true,
        ["type"] = "User",
        ["userConsentDescription"] = null,
        ["userConsentDisplayName"] = null,
        ["value"] = value,
    };

    private static JsonObject Role(AppRegistration app, string value) => new()
    {
        ["allowedMemberTypes"] = new JsonArray("Application"),
        ["description"] = value,
        ["displayName"] = value,
        ["id"] = RoleId(app.ClientId, value),
        ["isEnabled"] = true,
        ["origin"] = "Application",
        ["value"] = value,
    };
}
