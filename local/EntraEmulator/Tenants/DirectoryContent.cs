namespace EntraEmulator.Tenants;

/// <summary>One state of a directory. Immutable, but for the credentials of registrations.</summary>
internal sealed class DirectoryContent
{
    private readonly Dictionary<string, Tenant> _tenants;
    private readonly Dictionary<(string TenantId, string ObjectId), User> _users;
    private readonly ILookup<string, User> _usersByName;
    private readonly Dictionary<string, AppRegistration> _applications;

    /// <exception cref="ArgumentException">Two entries have the same identifier.</exception>
    public DirectoryContent(IReadOnlyList<Tenant> tenants, IReadOnlyList<User> users, IReadOnlyList<AppRegistration> applications, IReadOnlyList<Group> groups, IReadOnlyList<DeletedItem>? deleted = null)
    {
        (Tenants, Users, Applications, Groups, Deleted) = (tenants, users, applications, groups, deleted ?? []);
        _tenants = Tenants
            .SelectMany(tenant => new[] { tenant.Id, tenant.Name, tenant.Domain }.Distinct(StringComparer.OrdinalIgnoreCase), (tenant, key) => (tenant, key))
            .ToDictionary(pair => pair.key, pair => pair.tenant, StringComparer.OrdinalIgnoreCase);
        _users = Users.ToDictionary(user => Key(user.TenantId, user.ObjectId));
        _usersByName = Users
            .SelectMany(user => user.Names.Distinct(StringComparer.OrdinalIgnoreCase), (user, name) => (user, name))
            .ToLookup(pair => pair.name, pair => pair.user, StringComparer.OrdinalIgnoreCase);
        _applications = Applications
            .SelectMany(app => app.AppIdUris.Prepend(app.Name).Prepend(app.ClientId), (app, key) => (app, key))
            .ToDictionary(pair => pair.key, pair => pair.app, StringComparer.OrdinalIgnoreCase);
    }

    public IReadOnlyList<Tenant> Tenants { get; }

    public IReadOnlyList<User> Users { get; }

    public IReadOnlyList<AppRegistration> Applications { get; }

    public IReadOnlyList<Group> Groups { get; }

    public IReadOnlyList<DeletedItem> Deleted { get; }

    public Tenant? FindTenant(string idOrName) => _tenants.GetValueOrDefault(idOrName);

    public User? FindUser(string tenantId, string objectId) => _users.GetValueOrDefault(Key(tenantId, objectId));

    public User? FindUserByName(string nameOrId, Tenant? tenant) =>
        _usersByName[nameOrId].FirstOrDefault(user => tenant is null || string.Equals(user.TenantId, tenant.Id, StringComparison.OrdinalIgnoreCase));

    public AppRegistration? FindApplication(string idOrName) => _applications.GetValueOrDefault(idOrName);

    private static (string TenantId, string ObjectId) Key(string tenantId, string objectId) => (tenantId.ToLowerInvariant(), objectId.ToLowerInvariant());
}
