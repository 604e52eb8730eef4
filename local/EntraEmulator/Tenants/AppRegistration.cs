using System.Text.Json.Nodes;
using EntraEmulator.StackFiles;

namespace EntraEmulator.Tenants;

/// <summary>An app registration: an API, a client, or both. Fixed once built, but for <see cref="Credentials"/>, which a copy made by <c>with</c> shares.</summary>
public sealed record AppRegistration
{
    /// <value>The display name, and the short name that developer endpoints and fault scripts use.</value>
    public required string Name { get; init; }

    /// <value>The application (client) id: a GUID, lower case.</value>
    public required string ClientId { get; init; }

    /// <summary>The tenant that it is registered in.</summary>
    public required string HomeTenantId { get; init; }

    /// <value>Whether other tenants know the application too. The default is true.</value>
    public bool MultiTenant { get; init; } = true;

    /// <value>Whether it is a public client, which must not present a credential. The default is false.</value>
    public bool PublicClient { get; init; }

    /// <value>The App ID URI of an API, or null for a mere client.</value>
    public string? AppIdUri { get; init; }

    /// <value>Delegated permissions that the API exposes.</value>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <value>Application permissions that the API exposes.</value>
    public IReadOnlyList<string> AppRoles { get; init; } = [];

    /// <value>The manifest's <c>requestedAccessTokenVersion</c>, 1 or 2: the shape of tokens <em>for</em> this API. The default is 2.</value>
    public int AccessTokenVersion { get; init; } = 2;

    /// <value>The <c>aud</c> of tokens for this API, where it is neither the client id (version 2) nor the App ID URI (version 1).</value>
    public string? Audience { get; init; }

    /// <value>Whether the optional claim <c>idtyp</c> is in its access tokens. The default is false.</value>
    public bool IncludeTokenType { get; init; }

    /// <value>Whether the optional claim <c>xms_cc</c> is in its access tokens, for clients that declare capabilities. The default is false.</value>
    public bool IncludeClientCapabilities { get; init; }

    /// <value>Whether the optional claim <c>acct</c> (0 for members, 1 for guests) is in its tokens. The default is false.</value>
    public bool IncludeAccountStatus { get; init; }

    /// <value>How long tokens for this API live; null, the default, for a random 4,000 to 5,000 seconds each.</value>
    public TimeSpan? AccessTokenLifetime { get; init; }

    /// <value>After how long clients should renew tokens for this API (<c>refresh_in</c>); null, the default, for half of the lifetime where that is two hours or more, else no word.</value>
    public TimeSpan? RefreshIn { get; init; }

    /// <value>Whether the API takes part in continuous access evaluation: clients that declare <c>cp1</c> get tokens for 24 hours. The default is false.</value>
    public bool ContinuousAccessEvaluation { get; init; }

    /// <value>Delegated permissions granted to this application as a client.</value>
    public IReadOnlyList<PermissionGrant> DelegatedGrants { get; init; } = [];

    /// <value>Application permissions granted to this application as a client.</value>
    public IReadOnlyList<PermissionGrant> ApplicationGrants { get; init; } = [];

    /// <value>Secrets, certificates and federated credentials; may be changed while the emulator runs.</value>
    public AppCredentials Credentials { get; init; } = new();

    /// <value>App ID URIs behind the first one.</value>
    internal IReadOnlyList<string> MoreAppIdUris { get; init; } = [];

    /// <value>Clients that get scopes of this API without consent; a grant's resource id is here the client's.</value>
    internal IReadOnlyList<PermissionGrant> PreAuthorized { get; init; } = [];

    /// <value>Where it has a service principal; null for every tenant that may know it.</value>
    internal IReadOnlyList<ServicePrincipal>? ServicePrincipals { get; init; }

    /// <value>Object ids of those who may change it with no more than <c>Application.ReadWrite.OwnedBy</c>.</value>
    internal IReadOnlyList<string> Owners { get; init; } = [];

    /// <value>What the directory keeps and the protocol does not need, in the shape of Graph's application. Never changed in place.</value>
    internal JsonObject Details { get; init; } = [];

    internal string ObjectId => StableId.Of($"application/{ClientId}").ToString();

    internal IEnumerable<string> AppIdUris => AppIdUri is null ? [] : MoreAppIdUris.Prepend(AppIdUri);

    internal bool IsRegisteredIn(Tenant tenant) => string.Equals(HomeTenantId, tenant.Id, StringComparison.OrdinalIgnoreCase) && !DirectoryPermissions.IsGraph(ClientId);

    internal bool IsKnownIn(Tenant tenant) => PrincipalIn(tenant) is not null;

    internal bool MayBeIn(Tenant tenant) => MultiTenant || string.Equals(HomeTenantId, tenant.Id, StringComparison.OrdinalIgnoreCase);

    /// <summary>The service principal in a tenant, or null. The one that nobody made has an id that follows from tenant and application.</summary>
    internal ServicePrincipal? PrincipalIn(Tenant tenant)
    {
        var mayBeThere = MayBeIn(tenant);
        if (ServicePrincipals is null) return mayBeThere ? new ServicePrincipal(tenant.Id, StableId.Of($"sp|{tenant.Id}|{ClientId}").ToString()) : null;
        return mayBeThere ? ServicePrincipals.FirstOrDefault(one => string.Equals(one.TenantId, tenant.Id, StringComparison.OrdinalIgnoreCase)) : null;
    }

    internal bool IsAudience(string audience) =>
        string.Equals(ClientId, audience, StringComparison.OrdinalIgnoreCase)
        || AppIdUris.Contains(audience, StringComparer.Ordinal);
}
