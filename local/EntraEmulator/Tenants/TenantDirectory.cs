using EntraEmulator.Tenants;

namespace EntraEmulator.Tenants;

/// <summary>The tenants, users and app registrations that an emulator knows. Immutable, but for the credentials of registrations.</summary>
public sealed class TenantDirectory
{
    private readonly Dictionary<string, Tenant> _tenants;
    private readonly Dictionary<(string TenantId, string ObjectId), User> _users;
    private readonly ILookup<string, User> _usersByName;
    private readonly Dictionary<string, AppRegistration> _applications;

    /// <summary>Builds a directory.</summary>
    /// <exception cref="ArgumentException">Two entries have the same identifier.</exception>
    public TenantDirectory(IEnumerable<Tenant> tenants, IEnumerable<User> users, IEnumerable<AppRegistration> applications)
    {
        Tenants = [.. tenants];
        Users = [.. users];
        Applications = [.. applications];
        _tenants = Tenants
            .SelectMany(tenant => new[] { tenant.Id, tenant.Name, tenant.Domain }.Distinct(StringComparer.OrdinalIgnoreCase), (tenant, key) => (tenant, key))
            .ToDictionary(pair => pair.key, pair => pair.tenant, StringComparer.OrdinalIgnoreCase);
        _users = Users.ToDictionary(user => Key(user.TenantId, user.ObjectId));
        _usersByName = Users
            .SelectMany(user => user.Names.Distinct(StringComparer.OrdinalIgnoreCase), (user, name) => (user, name))
            .ToLookup(pair => pair.name, pair => pair.user, StringComparer.OrdinalIgnoreCase);
        _applications = Applications
            .SelectMany(app => new[] { app.ClientId, app.Name, app.AppIdUri }.OfType<string>(), (app, key) => (app, key))
            .ToDictionary(pair => pair.key, pair => pair.app, StringComparer.OrdinalIgnoreCase);
    }

    public IReadOnlyList<Tenant> Tenants { get; }

    public IReadOnlyList<User> Users { get; }

    public IReadOnlyList<AppRegistration> Applications { get; }

    /// <summary>The directory of <see cref="WellKnown"/>: two tenants, three users, five applications.</summary>
    public static TenantDirectory CreateDefault() => DefaultDirectory.Create();

    /// <summary>A copy of this directory with more in it. An application or user with the identifier of an existing one takes its place.</summary>
    public TenantDirectory With(
        IEnumerable<Tenant>? tenants = null,
        IEnumerable<User>? users = null,
        IEnumerable<AppRegistration>? applications = null) =>
        new(
            Override(Tenants, tenants, tenant => tenant.Id),
            Override(Users, users, user => user.TenantId + user.ObjectId),
            Override(Applications, applications, app => app.ClientId));

    /// <summary>The tenant of that id, short name or domain, or null.</summary>
    public Tenant? FindTenant(string idOrName) => _tenants.GetValueOrDefault(idOrName);

    /// <summary>The user of that object id in that tenant, or null.</summary>
    public User? FindUser(string tenantId, string objectId) =>
        _users.GetValueOrDefault(Key(tenantId, objectId));

    /// <summary>The first user of that name, object id or mail, in the tenant if one is given, or null.</summary>
    public User? FindUserByName(string nameOrId, Tenant? tenant = null) =>
        _usersByName[nameOrId].FirstOrDefault(user => tenant is null || string.Equals(user.TenantId, tenant.Id, StringComparison.OrdinalIgnoreCase));

    /// <summary>The application of that client id, name or App ID URI, or null.</summary>
    public AppRegistration? FindApplication(string idOrName) => _applications.GetValueOrDefault(idOrName);

    /// <summary>The API that a scope names, by App ID URI or client id, or null.</summary>
    internal AppRegistration? FindResource(string identifier) =>
        FindApplication(identifier) is { } app && !string.Equals(app.Name, identifier, StringComparison.OrdinalIgnoreCase) ? app : null;

    private static (string TenantId, string ObjectId) Key(string tenantId, string objectId) => (tenantId.ToLowerInvariant(), objectId.ToLowerInvariant());

    private static IEnumerable<T> Override<T>(IEnumerable<T> old, IEnumerable<T>? added, Func<T, string> key) =>
        added is null ? old : old.Concat(added).Reverse().DistinctBy(key, StringComparer.OrdinalIgnoreCase).Reverse();
}
