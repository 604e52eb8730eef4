using EntraEmulator.Tenants;

namespace EntraEmulator.SignIn;

/// <summary>Who may sign in to a client, and how the buttons of pages name them.</summary>
internal sealed class Accounts(TenantDirectory directory)
{
    /// <summary>What a button says for its user.</summary>
    public static string Value(User user) => $"{user.TenantId}/{user.ObjectId}";

    /// <summary>Those of the tenant that is named, its guests too, or of every tenant that knows the client.</summary>
    public IEnumerable<User> For(TenantPath path, AppRegistration client) => directory.Users.Where(user => path.Tenant is { } named
        ? string.Equals(user.TenantId, named.Id, StringComparison.OrdinalIgnoreCase)
        : !user.IsGuest && directory.FindTenant(user.TenantId) is { } tenant && client.IsKnownIn(tenant));

    /// <summary>The user behind a guest: who is signed in. A member is that.</summary>
    public User AtHome(User user) => directory.FindUser(user.Account.TenantId, user.Account.ObjectId) ?? user;

    /// <returns>The one of the button that was pressed; null when it was none of these.</returns>
    public User? Find(TenantPath path, AppRegistration client, string? value) => For(path, client).FirstOrDefault(user => Value(user) == value);

    /// <summary>Whose tokens they are to be: the tenant that is named, or the user's own.</summary>
    public Tenant TenantOf(TenantPath path, User user) => path.Tenant ?? directory.FindTenant(user.TenantId)!;
}
