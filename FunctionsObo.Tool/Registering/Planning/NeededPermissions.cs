using System.Text.Json.Nodes;
using FunctionsObo.Tool.Cloud.Graph;
using FunctionsObo.Tool.Output;
using FunctionsObo.Tool.Registering.Reading;

namespace FunctionsObo.Tool.Registering.Planning;

/// <summary>Resolves the names in the settings to permissions that the downstream APIs have in this tenant, and says which cannot be.</summary>
internal sealed class NeededPermissions
{
    private readonly List<string> _problems = [];

    private NeededPermissions(IReadOnlyList<ResolvedApi> apis) => Apis = apis;

    /// <summary>The APIs that the tenant knows.</summary>
    public IReadOnlyList<ResolvedApi> Apis { get; private set; }

    public IReadOnlyList<string> Problems => _problems;

    public IEnumerable<NeededPermission> All => Apis.SelectMany(api => api.Scopes.Concat(api.Roles));

    public static NeededPermissions Resolve(Wanted wanted, Found found)
    {
        var resolved = new NeededPermissions([]);
        resolved.Apis = [.. wanted.Apis.Select(api => resolved.Resolve(api, found.Resources.GetValueOrDefault(api.Resource))).OfType<ResolvedApi>()];
        return resolved;
    }

    private ResolvedApi? Resolve(WantedApi api, JsonObject? resource)
    {
        if (resource is null)
        {
            _problems.Add($"{api.Name}: the tenant has no service principal for {Shown.Of(api.Resource)}. Correct DownstreamApis:{api.Name}:Scopes, or let an administrator make it: az ad sp create --id {{the API's client id}}.");
            return null;
        }

        if (api.IsCalledAsApp && api.AppRoles.Count == 0)
            _problems.Add($"{api.Name} is called as the app, and the settings do not say with which app role: name it with --app-role {api.Name}={{role}}. It has {Known(Roles(resource))}.");
        if (!api.IsCalledAsApp && api.Scopes.Count == 0)
            _problems.Add($"{api.Name} is asked for {Shown.Of(api.Resource)}/.default, which names no permission: write the scopes that the app needs into DownstreamApis:{api.Name}:Scopes, so that they can be declared and consented to.");
        return new(
            api, resource.Text("id")!, resource.Text("displayName") ?? api.Name,
            [.. api.Scopes.Select(scope => Find(api, resource, scope, resource.Objects("oauth2PermissionScopes"), isRole: false)).OfType<NeededPermission>()],
            [.. api.AppRoles.Select(role => Find(api, resource, role, Roles(resource), isRole: true)).OfType<NeededPermission>()]);
    }

    private NeededPermission? Find(WantedApi api, JsonObject resource, string name, IReadOnlyList<JsonObject> offered, bool isRole)
    {
        if (offered.FirstOrDefault(one => one.Text("value") == name && one.Flag("isEnabled")) is { } permission)
            return new(resource.Text("appId")!, resource.Text("displayName") ?? api.Name, name, permission.Text("id")!, isRole);
        _problems.Add($"{api.Name} has no enabled {(isRole ? "app role" : "scope")} '{Shown.Of(name)}', compared letter by letter. It has {Known(offered)}.");
        return null;
    }

    private static List<JsonObject> Roles(JsonObject resource) => [.. resource.Objects("appRoles").Where(role => role.Texts("allowedMemberTypes").Contains("Application", StringComparer.Ordinal))];

    private static string Known(IReadOnlyList<JsonObject> offered) =>
        offered.Count == 0 ? "none" : Shown.Of(string.Join(", ", offered.Where(one => one.Flag("isEnabled")).Select(one => one.Text("value"))));
}

/// <summary>A downstream API as the tenant has it.</summary>
internal sealed record ResolvedApi(WantedApi Wanted, string PrincipalId, string DisplayName, IReadOnlyList<NeededPermission> Scopes, IReadOnlyList<NeededPermission> Roles);
