using EntraEmulator.Errors;
using EntraEmulator.Tenants;

namespace EntraEmulator.Graph;

/// <summary>Who calls the directory, and with which permissions.</summary>
/// <param name="Tenant">Whose directory it is.</param>
/// <param name="User">The user, or null for an application on its own.</param>
/// <param name="ObjectId">The object id of the user or of the service principal.</param>
/// <param name="Permissions">Scopes of a user's token, app roles of an application's.</param>
internal sealed record GraphCaller(Tenant Tenant, User? User, string ObjectId, IReadOnlyList<string> Permissions)
{
    /// <value>The client that the token was issued to.</value>
    public AppRegistration? Client { get; init; }

    public const string GlobalAdministrator = "Global Administrator";
    public const string PrivilegedRoleAdministrator = "Privileged Role Administrator";

    public static readonly IReadOnlyList<string> ApplicationAdministrators = [GlobalAdministrator, "Application Administrator", "Cloud Application Administrator"];
    public static readonly IReadOnlyList<string> ConsentAdministrators = [.. ApplicationAdministrators, PrivilegedRoleAdministrator];
    public static readonly IReadOnlyList<string> RoleAdministrators = [GlobalAdministrator, PrivilegedRoleAdministrator];

    public bool Has(params IReadOnlyList<string> anyOf) => anyOf.Intersect(Permissions, StringComparer.Ordinal).Any();

    /// <exception cref="GraphErrorException">The token has none of these permissions.</exception>
    public void NeedsOneOf(params IReadOnlyList<string> anyOf)
    {
        if (!Has(anyOf)) throw GraphErrors.Denied();
    }

    /// <summary>A user needs one of these directory roles beside the permission; an application does not.</summary>
    /// <exception cref="GraphErrorException">The user has none.</exception>
    public void NeedsRole(IReadOnlyList<string> anyOf)
    {
        if (User is not null && !anyOf.Intersect(User.DirectoryRoles, StringComparer.OrdinalIgnoreCase).Any()) throw GraphErrors.Denied();
    }

    public void NeedsToReadApplications() => NeedsOneOf(
        "Application.Read.All", "Application.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All", "Application.ReadWrite.OwnedBy");

    /// <param name="target">The application to be changed, or null for a new one.</param>
    /// <exception cref="GraphErrorException">It may not be changed by this caller.</exception>
    public void NeedsToWriteApplication(AppRegistration? target)
    {
        NeedsRole(ApplicationAdministrators);
        if (Has("Application.ReadWrite.All", "Directory.ReadWrite.All")) return;
        NeedsOneOf("Application.ReadWrite.OwnedBy");
        if (target?.Owners.Contains(ObjectId, StringComparer.OrdinalIgnoreCase) == false) throw GraphErrors.Denied();
    }
}
