using EntraEmulator.StackFiles;

namespace EntraEmulator.Tenants;

/// <summary>The tenants, users, groups and app registrations that an emulator knows. <see cref="Become"/> replaces them all at once; each question sees one state.</summary>
public sealed class TenantDirectory
{
    private readonly Lock _changing = new();
    private volatile DirectoryContent _now;

    /// <summary>Builds a directory. The first application with scopes is the one under development, as far as <c>/dev/token</c> is not told otherwise.</summary>
    /// <exception cref="ArgumentException">Two entries have the same identifier.</exception>
    public TenantDirectory(IEnumerable<Tenant> tenants, IEnumerable<User> users, IEnumerable<AppRegistration> applications, IEnumerable<Group>? groups = null) =>
        _now = new DirectoryContent([.. tenants], [.. users], [.. applications], [.. groups ?? []]);

    /// <summary>All tenants.</summary>
    public IReadOnlyList<Tenant> Tenants => _now.Tenants;

    /// <summary>All users.</summary>
    public IReadOnlyList<User> Users => _now.Users;

    /// <summary>All applications.</summary>
    public IReadOnlyList<AppRegistration> Applications => _now.Applications;

    /// <summary>All groups.</summary>
    public IReadOnlyList<Group> Groups => _now.Groups;

    /// <summary>The directory of <see cref="StackDefinition.Default"/>: two tenants, three users, five applications.</summary>
    public static TenantDirectory CreateDefault() => From(StackDefinition.Default);

    /// <summary>The directory that a stack file describes.</summary>
    public static TenantDirectory From(StackDefinition stack) => DefinedDirectory.Create(stack);

    /// <summary>A copy of this directory with more in it. An application or user with the identifier of an existing one takes its place.</summary>
    public TenantDirectory With(
        IEnumerable<Tenant>? tenants = null,
        IEnumerable<User>? users = null,
        IEnumerable<AppRegistration>? applications = null)
    {
        var now = _now;
        return new TenantDirectory(
            Override(now.Tenants, tenants, tenant => tenant.Id),
            Override(now.Users, users, user => user.TenantId + user.ObjectId),
            Override(now.Applications, applications, app => app.ClientId),
            now.Groups);
    }

    /// <summary>Takes over what another directory has now, in place of all that was here.</summary>
    public void Become(TenantDirectory other)
    {
        ArgumentNullException.ThrowIfNull(other);
        lock (_changing) _now = other._now;
    }

    /// <summary>The tenant of that id, short name or domain, or null.</summary>
    public Tenant? FindTenant(string idOrName) => _now.FindTenant(idOrName);

    /// <summary>The user of that object id in that tenant, or null.</summary>
    public User? FindUser(string tenantId, string objectId) => _now.FindUser(tenantId, objectId);

    /// <summary>The first user of that name, object id or mail, in the tenant if one is given, or null.</summary>
    public User? FindUserByName(string nameOrId, Tenant? tenant = null) => _now.FindUserByName(nameOrId, tenant);

    /// <summary>The application of that client id, name or App ID URI, or null.</summary>
    public AppRegistration? FindApplication(string idOrName) => _now.FindApplication(idOrName);

    /// <summary>The groups that a user is a member of, in the directory's order.</summary>
    public IReadOnlyList<Group> GroupsOf(User user) => [.. _now.Groups.Where(group => group.HasMember(user))];

    /// <summary>Looks at one state, and makes what was changed the next one. If it throws, nothing has changed. One at a time.</summary>
    internal T Edit<T>(Func<DirectoryEdit, T> edit)
    {
        lock (_changing)
        {
            var editing = new DirectoryEdit(_now);
            var answer = edit(editing);
            _now = editing.Done();
            return answer;
        }
    }

    /// <summary>Microsoft Graph, which is there whether a stack file names it or not.</summary>
    internal AppRegistration Graph => FindApplication(DirectoryPermissions.GraphClientId) ?? DirectoryPermissions.UnnamedGraph;

    /// <summary>The API that a scope names, by App ID URI or client id, or null.</summary>
    internal AppRegistration? FindResource(string identifier) =>
        FindApplication(identifier) is { } app && !string.Equals(app.Name, identifier, StringComparison.OrdinalIgnoreCase) ? app : null;

    private static List<T> Override<T>(IEnumerable<T> old, IEnumerable<T>? added, Func<T, string> key)
    {
        var all = new OrderedDictionary<string, T>(StringComparer.OrdinalIgnoreCase);
        foreach (var one in old.Concat(added ?? []))
            all[key(one)] = one;
        return [.. all.Values];
    }
}
