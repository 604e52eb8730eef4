using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using FunctionsObo.Tool.Cloud;
using FunctionsObo.Tool.Cloud.Graph;

namespace FunctionsObo.Tool.Doctor.Registered;

/// <summary>What the tenant's directory has about the app, each read once. Nothing is written.</summary>
/// <param name="graph">Microsoft Graph, as whoever signed in.</param>
/// <param name="clientId">The app.</param>
internal sealed class AppDirectory(GraphClient graph, string clientId)
{
    private readonly ConcurrentDictionary<string, Once<IReadOnlyList<JsonObject>>> _read = new(StringComparer.Ordinal);

    /// <summary>The application; null when the tenant has none.</summary>
    public Task<JsonObject?> ApplicationAsync(CancellationToken cancellationToken) => FindAsync($"applications(appId='{clientId.Quoted()}')", cancellationToken);

    /// <summary>Whether it was deleted and can be restored. There are not many in thirty days, and not every filter is for deleted ones.</summary>
    public async Task<bool> IsDeletedAsync(CancellationToken cancellationToken) =>
        (await ListAsync("directory/deletedItems/microsoft.graph.application?$select=id,appId", cancellationToken)).Any(one => string.Equals(one.Text("appId"), clientId, StringComparison.OrdinalIgnoreCase));

    /// <summary>The certificates of the application, which are shown only to who asks for them.</summary>
    public async Task<IReadOnlyList<JsonObject>> CertificatesAsync(CancellationToken cancellationToken) =>
        (await FindAsync($"applications(appId='{clientId.Quoted()}')?$select=keyCredentials", cancellationToken))?.Objects("keyCredentials") ?? [];

    /// <summary>The app's service principal in the tenant.</summary>
    public Task<JsonObject?> PrincipalAsync(CancellationToken cancellationToken) => FindAsync($"servicePrincipals(appId='{clientId.Quoted()}')", cancellationToken);

    /// <summary>The service principal of an API, by client id or App ID URI; null when the tenant has none.</summary>
    public async Task<JsonObject?> ResourceAsync(string resource, CancellationToken cancellationToken) => Guid.TryParse(resource, out _)
        ? await FindAsync($"servicePrincipals(appId='{resource.Quoted()}')", cancellationToken)
        : FirstOf(await ListAsync($"servicePrincipals?$filter=servicePrincipalNames/any(name:name eq '{resource.Quoted()}')", cancellationToken));

    public Task<IReadOnlyList<JsonObject>> FederatedCredentialsAsync(CancellationToken cancellationToken) => ListAsync($"applications(appId='{clientId.Quoted()}')/federatedIdentityCredentials", cancellationToken);

    public async Task<IReadOnlyList<JsonObject>> OwnersAsync(CancellationToken cancellationToken) =>
        await ListAsync($"applications/{(await ApplicationAsync(cancellationToken))!.Text("id")}/owners", cancellationToken);

    /// <summary>Every application with a display name.</summary>
    public Task<IReadOnlyList<JsonObject>> NamedAsync(string displayName, CancellationToken cancellationToken) => ListAsync($"applications?$filter=displayName eq '{displayName.Quoted()}'", cancellationToken);

    /// <summary>The delegated permissions that the app was granted, for all users or for one.</summary>
    public async Task<IReadOnlyList<JsonObject>> GrantsAsync(CancellationToken cancellationToken) => await OfPrincipalAsync("oauth2PermissionGrants", cancellationToken);

    /// <summary>The app roles that the app was granted.</summary>
    public async Task<IReadOnlyList<JsonObject>> RolesAsync(CancellationToken cancellationToken) => await OfPrincipalAsync("appRoleAssignments", cancellationToken);

    /// <summary>Who was assigned to the app.</summary>
    public async Task<IReadOnlyList<JsonObject>> AssignedAsync(CancellationToken cancellationToken) => await OfPrincipalAsync("appRoleAssignedTo", cancellationToken);

    private async Task<IReadOnlyList<JsonObject>> OfPrincipalAsync(string what, CancellationToken cancellationToken) =>
        await ListAsync($"servicePrincipals/{(await PrincipalAsync(cancellationToken))!.Text("id")}/{what}", cancellationToken);

    private Task<IReadOnlyList<JsonObject>> ListAsync(string path, CancellationToken cancellationToken) =>
        _read.GetOrAdd(path, _ => new(cancel => graph.ListAsync(path, cancel))).GetAsync(cancellationToken);

    private async Task<JsonObject?> FindAsync(string path, CancellationToken cancellationToken) =>
        FirstOf(await _read.GetOrAdd(path, _ => new(async cancel => await graph.FindAsync(path, cancel) is { } one ? [one] : [])).GetAsync(cancellationToken));

    private static JsonObject? FirstOf(IReadOnlyList<JsonObject> found) => found is [var first, ..] ? first : null;
}
