using EntraEmulator.Errors;

namespace EntraEmulator.Tenants;

/// <summary>The tenant that a path names; none where it is <c>common</c> or <c>organizations</c>.</summary>
internal sealed record TenantPath(string Segment, Tenant? Tenant)
{
    /// <value>What stands for the tenant in issuers and addresses: its id, or the placeholder of the multi-tenant documents.</value>
    public string IssuerPart => Tenant?.Id ?? "{tenantid}";

    /// <value>What stands for the tenant in endpoint addresses.</value>
    public string PathPart => Tenant?.Id ?? Segment;

    /// <exception cref="EntraErrorException">No such tenant (AADSTS90002).</exception>
    public static TenantPath Resolve(TenantDirectory directory, string segment) =>
        segment is "common" or "organizations"
            ? new TenantPath(segment, Tenant: null)
            : new TenantPath(segment, directory.FindTenant(segment) ?? throw Refuse.UnknownTenant(segment));
}
