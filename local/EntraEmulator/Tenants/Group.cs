namespace EntraEmulator.Tenants;

/// <summary>A group of a tenant.</summary>
/// <param name="Id">The object id: a GUID.</param>
/// <param name="Name">The display name.</param>
/// <param name="TenantId">The tenant whose group it is.</param>
/// <param name="Members">The object ids of its members.</param>
public sealed record Group(Guid Id, string Name, string TenantId, IReadOnlyList<string> Members)
{
    internal bool HasMember(User user) =>
        string.Equals(TenantId, user.TenantId, StringComparison.OrdinalIgnoreCase) && Members.Contains(user.ObjectId, StringComparer.OrdinalIgnoreCase);
}
