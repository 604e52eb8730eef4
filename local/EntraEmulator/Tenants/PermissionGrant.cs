namespace EntraEmulator.Tenants;

/// <summary>Consent, given for all users: what a client may ask of a resource.</summary>
/// <param name="ResourceId">The client id of the resource's registration.</param>
/// <param name="Values">Names of scopes (delegated) or app roles (application).</param>
/// <param name="TenantId">The one tenant that consented, or null for every tenant.</param>
public sealed record PermissionGrant(string ResourceId, IReadOnlyList<string> Values, string? TenantId = null)
{
    /// <value>The object id of the one user who consented, or null for all users.</value>
    internal string? PrincipalId { get; init; }

    internal bool IsFor(AppRegistration resource, Tenant tenant) =>
        string.Equals(ResourceId, resource.ClientId, StringComparison.OrdinalIgnoreCase)
        && (TenantId is null || string.Equals(TenantId, tenant.Id, StringComparison.OrdinalIgnoreCase));
}
