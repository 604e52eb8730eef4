using EntraEmulator.Errors;
using EntraEmulator.Tenants;

namespace EntraEmulator.Grants;

/// <summary>Decides what a client gets of what it asks for.</summary>
internal sealed class Permissions(TenantDirectory directory)
{
    /// <summary>The asked scopes, if each exists and is consented to. Unlike Entra nothing is added that was consented to but not asked for.</summary>
    /// <exception cref="EntraErrorException">No API, no such API or scope, or no consent.</exception>
    public GrantedScopes Delegated(AppRegistration client, Tenant tenant, User user, ScopeRequest asked)
    {
        var resource = Resource(tenant, asked);
        var consented = Consented(client, resource, tenant, user);
        if (asked.IsDefault) return consented.Count > 0 ? new GrantedScopes(resource, asked, consented) : throw NoConsent(client);
        var names = asked.Names.Select(name => Existing(client, resource, name)).Distinct(StringComparer.Ordinal).ToList();
        return names.TrueForAll(consented.Contains) ? new GrantedScopes(resource, asked, names) : throw NoConsent(client);
    }

    /// <summary>What a sign-in gets: as <see cref="Delegated"/>; with OpenID scopes alone a token for Microsoft Graph, which has them, and about which nobody is asked.</summary>
    /// <exception cref="EntraErrorException">As <see cref="Delegated"/>.</exception>
    public GrantedScopes OfSignIn(AppRegistration client, Tenant tenant, User user, ScopeRequest asked) =>
        asked is { Resource: null, OpenIdNames.Count: > 0 } ? new GrantedScopes(directory.Graph, asked, asked.OpenIdNames) : Delegated(client, tenant, user, asked);

    /// <summary>The APIs that the scopes of a sign-in are of.</summary>
    /// <exception cref="EntraErrorException">As <see cref="Resource"/>.</exception>
    public IEnumerable<AppRegistration> ResourcesOfSignIn(Tenant tenant, IEnumerable<ScopeRequest> scopes) => scopes
        .Where(scope => scope.Resource is not null || scope.OpenIdNames.Count > 0)
        .Select(scope => scope.Resource is null ? directory.Graph : Resource(tenant, scope));

    /// <summary>The scopes that a client may use for a user: consented to by the user or for all, or without consent as the API trusts the client.</summary>
    public static List<string> Consented(AppRegistration client, AppRegistration resource, Tenant tenant, User user)
    {
        var grants = client.DelegatedGrants.Where(grant => grant.PrincipalId is null || string.Equals(grant.PrincipalId, user.ObjectId, StringComparison.OrdinalIgnoreCase));
        var preAuthorized = resource.PreAuthorized.Where(one => string.Equals(one.ResourceId, client.ClientId, StringComparison.OrdinalIgnoreCase)).SelectMany(one => one.Values);
        return [.. Granted(grants, resource, tenant).Union(preAuthorized, StringComparer.Ordinal).Intersect(resource.Scopes, StringComparer.Ordinal)];
    }

    /// <summary>The app roles that a client has been granted on an API; may be none.</summary>
    public static IReadOnlyList<string> Roles(AppRegistration client, AppRegistration resource, Tenant tenant) =>
        [.. Granted(client.ApplicationGrants, resource, tenant).Intersect(resource.AppRoles, StringComparer.Ordinal)];

    /// <exception cref="EntraErrorException">There is no such API in the tenant (AADSTS500011), or none is named (AADSTS28003).</exception>
    public AppRegistration Resource(Tenant tenant, ScopeRequest asked)
    {
        if (asked.Resource is null)
            throw Refuse.With("invalid_request", 28003, "Provided value for the input parameter scope cannot be empty when requesting an access token. Please specify a valid scope.");
        var found = directory.FindResource(asked.ResourceIdentifier);
        if (found?.PrincipalIn(tenant) is { Enabled: false })
            throw Refuse.With("invalid_resource", 500014, $"The service principal for resource '{asked.Resource}' is disabled. This indicate that a subscription within the tenant has lapsed, or that the administrator for this tenant has disabled the application, preventing tokens from being issued for it.");
        return found is { } resource && resource.IsKnownIn(tenant) ? resource : throw Refuse.With(
            "invalid_resource", 500011, $"The resource principal named {asked.Resource} was not found in the tenant named {tenant.Name}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.");
    }

    private static EntraErrorException NoConsent(AppRegistration client) => new(new EntraError(
        "invalid_grant", 65001, $"The user or administrator has not consented to use the application with ID '{client.ClientId}' named '{client.Name}'. Send an interactive authorization request for this user and resource.")
    { Suberror = "consent_required" });

    private static List<string> Granted(IEnumerable<PermissionGrant> grants, AppRegistration resource, Tenant tenant) =>
        [.. grants.Where(grant => grant.IsFor(resource, tenant)).SelectMany(grant => grant.Values).Distinct(StringComparer.Ordinal)];

    /// <exception cref="EntraErrorException">The API has no such scope (AADSTS650053).</exception>
    public static string Existing(AppRegistration client, AppRegistration resource, string name) =>
        resource.Scopes.FirstOrDefault(scope => string.Equals(scope, name, StringComparison.OrdinalIgnoreCase)) ?? throw Refuse.With(
            "invalid_client", 650053, $"The application '{client.Name}' asked for scope '{name}' that doesn't exist on the resource '{resource.ClientId}'. Contact the app vendor.");
}
