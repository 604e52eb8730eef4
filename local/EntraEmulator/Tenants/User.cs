namespace EntraEmulator.Tenants;

/// <summary>A user as one tenant knows it. A guest is a second entry with another tenant.</summary>
public sealed record User
{
    /// <value>The short name that developer endpoints and fault scripts use; unique in a tenant.</value>
    public required string Name { get; init; }

    /// <value>The <c>oid</c> claim: a GUID, lower case.</value>
    public required string ObjectId { get; init; }

    /// <summary>The tenant that the user is a member of.</summary>
    public required string TenantId { get; init; }

    /// <summary>The name that is shown.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The first name.</summary>
    public string GivenName { get; init; } = "";

    /// <summary>The last name.</summary>
    public string Surname { get; init; } = "";

    /// <value>The mail address, which is the user principal name too.</value>
    public required string Mail { get; init; }

    /// <summary>What the user works as.</summary>
    public string JobTitle { get; init; } = "";

    /// <value>Names of directory roles, such as <c>Global Administrator</c>: what the user may change in the directory under <c>/graph/v1.0</c>.</value>
    public IReadOnlyList<string> DirectoryRoles { get; init; } = [];

    /// <value>The tenant of the account, for a guest: tokens have it in <c>idp</c>. Null for a member. See https://learn.microsoft.com/entra/external-id/user-properties.</value>
    public string? HomeTenantId { get; init; }

    /// <value>The object id of the account in its own tenant, for a guest; null for a member.</value>
    public string? HomeObjectId { get; init; }

    /// <value>The account: tenant and object id at home.</value>
    internal (string TenantId, string ObjectId) Account => (HomeTenantId ?? TenantId, HomeObjectId ?? ObjectId);

    internal bool IsGuest => HomeTenantId is not null;

    /// <summary>Whether the user may agree for everybody: each of the directory roles that there are allows it.</summary>
    internal bool IsAdministrator => DirectoryRoles.Count > 0;

    internal IEnumerable<string> Names => [Name, ObjectId, Mail];

    internal bool IsCalled(string nameOrId) => Names.Contains(nameOrId, StringComparer.OrdinalIgnoreCase);
}
