using System.Text.Json.Nodes;
using EntraEmulator.Errors;
using EntraEmulator.Grants;
using EntraEmulator.Graph;
using EntraEmulator.Graph.Applications;
using EntraEmulator.Policies;
using EntraEmulator.Tenants;

namespace EntraEmulator.SignIn;

/// <summary>
/// What a user has to agree to before a client gets what it asks for, and the record of it: the same grants as in the directory. See
/// https://learn.microsoft.com/entra/identity-platform/permissions-consent-overview.
/// </summary>
internal sealed class Consents(TenantDirectory directory, Permissions permissions, PolicyCheck policies)
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

    /// <summary>All that an administrator is asked to agree to for everybody: what the scopes name; with <c>.default</c>, or without a scope, what the registration lists, app roles too.</summary>
    /// <exception cref="EntraErrorException">There is no such API or scope.</exception>
    public IReadOnlyList<Asked> OfOrganization(AppRegistration client, Tenant tenant, IReadOnlyList<ScopeRequest> scopes)
    {
        var named = scopes.Where(scope => scope is { Resource: not null, IsDefault: false }).Select(scope => (Resource: permissions.Resource(tenant, scope), scope.Names))
            .Select(one => new Asked(client, one.Resource, [.. one.Names.Select(name => Permissions.Existing(client, one.Resource, name))]));
        if (scopes.Count > 0 && !scopes.Any(scope => scope.IsDefault)) return [.. named];
        var askers = directory.Applications.Where(api => Knows(api, client)).Prepend(client);
        var listed = askers.SelectMany(_ => directory.Applications.Where(resource => resource.IsKnownIn(tenant)), (asker, resource) => new Asked(asker, resource, Listed(asker, resource)) { Roles = ListedRoles(asker, resource) });
        return [.. named.Concat(listed).Where(one => one.Names.Count + one.Roles.Count > 0)];
    }

    /// <summary>Writes down that an administrator agreed for everybody. A client that the tenant did not know has a service principal there from now on.</summary>
    public void GiveForOrganization(AppRegistration client, IEnumerable<Asked> asked, Tenant tenant, User user)
    {
        directory.Edit(edit =>
        {
            var now = edit.Find(client.ClientId) ?? client;
            return now.IsKnownIn(tenant) ? now : edit.Put(now with { ServicePrincipals = [.. now.ServicePrincipals ?? [], new ServicePrincipal(tenant.Id, Guid.NewGuid().ToString())] });
        });
        Give(asked, tenant, user, forAll: true);
    }

    /// <summary>Writes down that a user agreed, or an administrator for everybody.</summary>
    public void Give(IEnumerable<Asked> asked, Tenant tenant, User user, bool forAll) => directory.Edit(edit =>
    {
        foreach (var one in asked)
        {
            var client = edit.Find(one.Client.ClientId) ?? one.Client;
            var principal = forAll ? null : user.ObjectId;
            edit.Put(client with
            {
                DelegatedGrants = [.. client.DelegatedGrants, .. Grants(one.Names, principal)],
                ApplicationGrants = [.. client.ApplicationGrants, .. Grants([.. one.Roles.Except(Permissions.Roles(client, one.Resource, tenant), StringComparer.Ordinal)], principal: null)],
            });

            PermissionGrant[] Grants(IReadOnlyList<string> values, string? principal) => values.Count == 0 ? [] : [new PermissionGrant(one.Resource.ClientId, values, tenant.Id) { PrincipalId = principal }];
        }

        return true;
    });

    /// <summary>Whether a user may not say yes: to a permission that only an administrator grants, or to any, where a policy says so.</summary>
    public bool NeedAnotherThan(User user, IReadOnlyList<Asked> asked) =>
        !user.IsAdministrator && asked.Any(one => one.Roles.Count > 0 || IsForAdministrators(one) || policies.ConsentIsForAdministrators(one.Resource, user));

    private static bool IsForAdministrators(Asked asked) =>
        Entitlements.Scopes(asked.Resource).Any(scope => scope.Text("type") == "Admin" && asked.Names.Contains(scope.Text("value"), StringComparer.Ordinal));

    /// <summary>What the registration of a client lists for an API (<c>requiredResourceAccess</c>).</summary>
    private static List<string> Listed(AppRegistration client, AppRegistration resource) => Listed(client, resource, "Scope", Entitlements.Scopes, resource.Scopes);

    private static List<string> ListedRoles(AppRegistration client, AppRegistration resource) => Listed(client, resource, "Role", Entitlements.Roles, resource.AppRoles);

    private static List<string> Listed(AppRegistration client, AppRegistration resource, string type, Func<AppRegistration, IReadOnlyList<JsonObject>> entitlements, IReadOnlyList<string> existing)
    {
        var ids = client.Details.Objects("requiredResourceAccess").Where(api => string.Equals(api.Text("resourceAppId"), resource.ClientId, StringComparison.OrdinalIgnoreCase))
            .SelectMany(api => api.Objects("resourceAccess")).Where(one => one.Text("type") == type).Select(one => one.Text("id")).ToList();
        return ids.Count == 0 ? [] : [.. entitlements(resource).Where(one => ids.Contains(one.Text("id"), StringComparer.OrdinalIgnoreCase)).Select(one => one.Text("value")!).Intersect(existing, StringComparer.Ordinal)];
    }

    private static bool Knows(AppRegistration api, AppRegistration client) =>
        api.Details.Object("api")?.Texts("knownClientApplications").Contains(client.ClientId, StringComparer.OrdinalIgnoreCase) == true;
}

/// <summary>Permissions that a client asks for on an API.</summary>
/// <param name="Client">Who asks.</param>
/// <param name="Resource">The API.</param>
/// <param name="Names">Scopes.</param>
internal sealed record Asked(AppRegistration Client, AppRegistration Resource, IReadOnlyList<string> Names)
{
    /// <value>App roles, which only an administrator is asked about.</value>
    public IReadOnlyList<string> Roles { get; init; } = [];
}
