namespace EntraEmulator.Tenants;

/// <summary>The permissions of Microsoft Graph that the directory asks for. Graph has them whether a stack file names them or not.</summary>
internal static class DirectoryPermissions
{
    /// <value>Graph's client id, the same in every tenant.</value>
    public const string GraphClientId = "00000003-0000-0000-c000-000000000000";

    public static readonly IReadOnlyList<string> Delegated =
    [
        "User.Read", "User.Read.All", "Organization.Read.All", "Directory.Read.All", "Directory.ReadWrite.All", "Application.Read.All", "Application.ReadWrite.All",
        "DelegatedPermissionGrant.Read.All", "DelegatedPermissionGrant.ReadWrite.All", "AppRoleAssignment.ReadWrite.All",
    ];

    public static readonly IReadOnlyList<string> Application = [.. Delegated.Skip(1), "Application.ReadWrite.OwnedBy"];

    /// <summary>Graph in a directory that has no entry for it: for UserInfo.</summary>
    public static readonly AppRegistration UnnamedGraph = new() { Name = "graph", ClientId = GraphClientId, AppIdUri = "https://graph.microsoft.com", Audience = "https://graph.microsoft.com", HomeTenantId = "" };

    public static bool IsGraph(string clientId) => string.Equals(clientId, GraphClientId, StringComparison.OrdinalIgnoreCase);

    public static IReadOnlyList<string> With(string clientId, IReadOnlyList<string> named, IReadOnlyList<string> directory) =>
        IsGraph(clientId) ? [.. named.Union(directory, StringComparer.Ordinal)] : named;
}
