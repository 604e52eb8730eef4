using System.Text.Json.Nodes;
using FunctionsObo.Tool.Cloud.Graph;

namespace FunctionsObo.Tool.Registering.Planning;

/// <summary>
/// The scopes and app roles of the API. What is there keeps its id, texts and place, as an enabled one may not be changed; what the code does
/// not ask for stays, as others may (https://learn.microsoft.com/graph/api/resources/permissionscope).
/// </summary>
internal sealed class OfferedPermissions(Wanted wanted, JsonObject? before)
{
    private const string ScopesProperty = "api.oauth2PermissionScopes";

    private readonly IReadOnlyList<JsonObject> _scopes = before?.Object("api")?.Objects("oauth2PermissionScopes") ?? [];
    private readonly IReadOnlyList<JsonObject> _roles = before?.Objects("appRoles") ?? [];

    /// <returns>All scopes, if there is something to send.</returns>
    public JsonArray? Scopes(Difference difference)
    {
        var all = _scopes.Select(scope => wanted.Scopes.Contains(scope.Text("value"), StringComparer.Ordinal) ? Enabled(scope, ScopesProperty, difference) : scope.Copy()).ToList();
        foreach (var value in Missing(wanted.Scopes, _scopes))
        {
            var twin = _roles.FirstOrDefault(role => role.Text("value") == value);
            all.Add(NewScope(value, twin));
            difference.Tell(ScopesProperty, before: null, value);
        }

        LeaveOthers(_scopes, wanted.Scopes, "scope", difference);
        return difference.Changes.Any(change => change.Property.StartsWith(ScopesProperty, StringComparison.Ordinal)) ? all.ListOf() : null;
    }

    /// <summary>Puts the app roles into what is sent, if there is something to send.</summary>
    public void AddRoles(Difference difference)
    {
        var changes = new Difference();
        var all = _roles.Select(role => wanted.AppRoles.Contains(role.Text("value"), StringComparer.Ordinal) ? ForApplications(Enabled(role, "appRoles", changes), changes) : role.Copy()).ToList();
        foreach (var value in Missing(wanted.AppRoles, _roles))
        {
            var twin = _scopes.FirstOrDefault(scope => scope.Text("value") == value);
            all.Add(NewRole(value, twin));
            changes.Tell("appRoles", before: null, value);
        }

        LeaveOthers(_roles, wanted.AppRoles, "app role", difference);
        foreach (var change in changes.Changes) difference.Set("appRoles", all.ListOf(), change.Before, change.After!);
    }

    private static IEnumerable<string> Missing(IEnumerable<string> values, IReadOnlyList<JsonObject> there) => values.Except(there.Select(one => one.Text("value") ?? ""), StringComparer.Ordinal);

    private static JsonObject Enabled(JsonObject one, string property, Difference difference)
    {
        var enabled = one.Copy();
        if (one.Flag("isEnabled")) return enabled;
        enabled["isEnabled"] = true;
        difference.Tell(property, $"{one.Text("value")} (disabled)", one.Text("value"));
        return enabled;
    }

    private static JsonObject ForApplications(JsonObject role, Difference difference)
    {
        var types = role.Texts("allowedMemberTypes");
        if (types.Contains("Application", StringComparer.Ordinal)) return role;
        role["allowedMemberTypes"] = types.Append("Application").ListOf();
        difference.Tell("appRoles", $"{role.Text("value")} (for {string.Join(", ", types)})", $"{role.Text("value")} (for {string.Join(", ", types.Append("Application"))})");
        return role;
    }

    private static void LeaveOthers(IReadOnlyList<JsonObject> there, IReadOnlyList<string> wanted, string what, Difference difference)
    {
        var others = there.Select(one => one.Text("value") ?? "").Except(wanted, StringComparer.Ordinal).ToList();
        if (others.Count > 0) difference.Leave($"No function asks for the {what}{(others.Count == 1 ? "" : "s")} {string.Join(", ", others)}: others may.");
    }

    private JsonObject NewScope(string value, JsonObject? twin) => new()
    {
        ["id"] = twin?.Text("id") ?? wanted.Mark.PermissionId(value),
        ["value"] = value,
        ["type"] = "User",
        ["isEnabled"] = true,
        ["adminConsentDisplayName"] = twin?.Text("displayName") ?? Title(value, IsShared(value) ? "" : " as the user"),
        ["adminConsentDescription"] = twin?.Text("description") ?? Description(value, IsShared(value) ? "" : " as the signed-in user"),
        ["userConsentDisplayName"] = $"Access {wanted.Name} as you",
        ["userConsentDescription"] = $"The application may call {wanted.Name} as you ({value}).",
    };

    private JsonObject NewRole(string value, JsonObject? twin) => new()
    {
        ["id"] = twin?.Text("id") ?? wanted.Mark.PermissionId(value),
        ["value"] = value,
        ["displayName"] = twin?.Text("adminConsentDisplayName") ?? Title(value, IsShared(value) ? "" : " as itself"),
        ["description"] = twin?.Text("adminConsentDescription") ?? Description(value, IsShared(value) ? "" : " as itself, without a user"),
        ["allowedMemberTypes"] = new JsonArray("Application"),
        ["isEnabled"] = true,
    };

    /// <summary>A scope and an app role of one value must have the same texts.</summary>
    private bool IsShared(string value) => wanted.Scopes.Contains(value, StringComparer.Ordinal) && wanted.AppRoles.Contains(value, StringComparer.Ordinal);

    private string Title(string value, string how) => $"Access {wanted.Name}{how} ({value})";

    private string Description(string value, string how) => $"The application may call {wanted.Name}{how} ({value}).";
}
