namespace EntraEmulator.Tenants;

/// <summary>A directory while it is being changed: each change makes the next state, which others see only when all are done.</summary>
internal sealed class DirectoryEdit(DirectoryContent before)
{
    private DirectoryContent _now = before;

    public IReadOnlyList<AppRegistration> Applications => _now.Applications;

    public IReadOnlyList<DeletedItem> Deleted => _now.Deleted;

    public IReadOnlyList<User> Users => _now.Users;

    public IReadOnlyList<Tenant> Tenants => _now.Tenants;

    public DirectoryContent Done() => _now;

    public AppRegistration? Find(string idOrName) => _now.FindApplication(idOrName);

    public Tenant? FindTenant(string id) => _now.FindTenant(id);

    public User? FindUser(string tenantId, string objectId) => _now.FindUser(tenantId, objectId);

    /// <summary>Adds an application, or replaces the one of its client id.</summary>
    public AppRegistration Put(AppRegistration app)
    {
        var isThere = Applications.Any(one => Same(one, app));
        Become(isThere ? Applications.Select(one => Same(one, app) ? app : one) : Applications.Append(app), Deleted);
        return app;
    }

    public void Remove(AppRegistration app) => Become(Applications.Where(one => !Same(one, app)), Deleted);

    public void Bury(DeletedItem item) => Become(Applications, Deleted.Append(item));

    public void Forget(DeletedItem item) => Become(Applications, Deleted.Where(one => one != item));

    /// <summary>Takes away every permission on an API: of all tenants, or of one.</summary>
    public void RevokeGrantsOn(AppRegistration resource, string? tenantId)
    {
        foreach (var app in Applications.ToList())
        {
            var (delegated, application) = (Without(app.DelegatedGrants, resource, tenantId), Without(app.ApplicationGrants, resource, tenantId));
            if (delegated.Count != app.DelegatedGrants.Count || application.Count != app.ApplicationGrants.Count)
                Put(app with { DelegatedGrants = delegated, ApplicationGrants = application });
        }
    }

    /// <summary>The same permissions, each of one tenant, so that one tenant's can be changed.</summary>
    public IReadOnlyList<PermissionGrant> ByTenant(IReadOnlyList<PermissionGrant> grants) =>
        [.. grants.SelectMany(grant => grant.TenantId is null ? Tenants.Select(tenant => grant with { TenantId = tenant.Id }) : [grant])];

    private List<PermissionGrant> Without(IReadOnlyList<PermissionGrant> grants, AppRegistration resource, string? tenantId) =>
        [.. (tenantId is null ? grants : ByTenant(grants)).Where(grant => grant.ResourceId != resource.ClientId || (tenantId is not null && grant.TenantId != tenantId))];

    private static bool Same(AppRegistration one, AppRegistration other) => string.Equals(one.ClientId, other.ClientId, StringComparison.OrdinalIgnoreCase);

    private void Become(IEnumerable<AppRegistration> applications, IEnumerable<DeletedItem> deleted) =>
        _now = new DirectoryContent(_now.Tenants, _now.Users, [.. applications], _now.Groups, [.. deleted]);
}
