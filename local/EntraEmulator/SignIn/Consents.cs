using EntraEmulator.Errors;
using EntraEmulator.Grants;
using EntraEmulator.Graph;
using EntraEmulator.Graph.Applications;
using EntraEmulator.Tenants;

namespace EntraEmulator.SignIn;

/// <summary>
/// What a user has to agree to before a client gets what it asks for, and the record of it: the same grants as in the directory. See
/// https://learn.microsoft.com/entra/identity-platform/permissions-consent-overview.
/// </summary>
internal sealed class Consents(TenantDirectory directory, Permissions permissions)
{
    /// <summary>The permissions that nobody consented to yet; with <c>prompt=consent</c> all that are asked for.</summary>
    /// <exception cref="EntraErrorException">There is no such API or scope.</exception>
    public IReadOnlyList<Asked> Missing(AppRegistration client, Tenant tenant, User user, IReadOnlyList<ScopeRequest> scopes, bool all)
    {
        var missing = new List<Asked>();
        foreach (var scope in scopes.Where(scope => scope.Resource is not null))
        {
            var resource = permissions.Resource(tenant, scope);
            Add(client, resource, scope.IsDefault ? Listed(client, resource) : [.. scope.Names.Select(name => Permissions.Existing(client, resource, name))]);
            if (!scope.IsDefault || !Knows(resource, client)) continue;

            // The API cannot ask by itself: with .default its own permissions are part of the question.
            foreach (var downstream in directory.Applications.Where(one => Listed(resource, one).Count > 0)) Add(resource, downstream, Listed(resource, downstream));
        }

        return missing;

        void Add(AppRegistration asker, AppRegistration resource, IReadOnlyList<string> names)
        {
            var consented = all && asker == client ? [] : Permissions.Consented(asker, resource, tenant, user);
            var left = names.Except(consented, StringComparer.Ordinal).ToList();
            if (left.Count > 0) missing.Add(new Asked(asker, resource, left));
        }
    }

    /// <summary>Writes down that a user agreed, or an administrator for everybody.</summary>
    public void Give(IEnumerable<Asked> asked, Tenant tenant, User user, bool forAll) => directory.Edit(edit =>
    {
        foreach (var one in asked)
        {
            var client = edit.Find(one.Client.ClientId) ?? one.Client;
            var principal = forAll ? null : user.ObjectId;
            edit.Put(client with { DelegatedGrants = [.. client.DelegatedGrants, new PermissionGrant(one.Resource.ClientId, one.Names, tenant.Id) { PrincipalId = principal }] });
        }

        return true;
    });

    /// <summary>The permissions of which only an administrator may say yes.</summary>
    public static IEnumerable<string> ForAdministrators(IEnumerable<Asked> asked) => asked.SelectMany(one =>
        Entitlements.Scopes(one.Resource).Where(scope => scope.Text("type") == "Admin" && one.Names.Contains(scope.Text("value"), StringComparer.Ordinal)).Select(scope => scope.Text("value")!));

    /// <summary>What the registration of a client lists for an API (<c>requiredResourceAccess</c>).</summary>
    private static List<string> Listed(AppRegistration client, AppRegistration resource)
    {
        var ids = client.Details.Objects("requiredResourceAccess").Where(api => string.Equals(api.Text("resourceAppId"), resource.ClientId, StringComparison.OrdinalIgnoreCase))
            .SelectMany(api => api.Objects("resourceAccess")).Where(one => one.Text("type") == "Scope").Select(one => one.Text("id")).ToList();
        return [.. Entitlements.Scopes(resource).Where(scope => ids.Contains(scope.Text("id"), StringComparer.OrdinalIgnoreCase)).Select(scope => scope.Text("value")!).Intersect(resource.Scopes, StringComparer.Ordinal)];
    }

    private static bool Knows(AppRegistration api, AppRegistration client) =>
        api.Details.Object("api")?.Texts("knownClientApplications").Contains(client.ClientId, StringComparer.OrdinalIgnoreCase) == true;
}

/// <summary>Permissions that a client asks for on an API.</summary>
internal sealed record Asked(AppRegistration Client, AppRegistration Resource, IReadOnlyList<string> Names);
