using System.Collections.Concurrent;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace DevStack.DownstreamApis.Authentication;

/// <summary>The OIDC metadata (issuer and keys) of every tenant that the API knows, fetched when first needed.</summary>
internal sealed class TrustedIssuers : IDisposable
{
    private readonly ConcurrentDictionary<Guid, ConfigurationManager<OpenIdConnectConfiguration>> _metadata;
    private readonly Uri _identityProvider;
    private readonly HttpClient _http;

    public TrustedIssuers(DownstreamApiOptions options)
    {
        _identityProvider = options.IdentityProvider.Address;
        _http = options.IdentityProvider.CreateClient();
        _metadata = new(options.IdentityProvider.Directory.Tenants.Select(tenant => Guid.Parse(tenant.Id)).Select(tenant => KeyValuePair.Create(tenant, ReaderFor(tenant))));
    }

    /// <summary>The tenant's metadata, or null for a tenant that is not in the directory.</summary>
    /// <exception cref="InvalidOperationException">The identity provider did not answer.</exception>
    public async Task<OpenIdConnectConfiguration?> FindAsync(Guid tenant, CancellationToken cancellationToken) =>
        _metadata.TryGetValue(tenant, out var reader) ? await reader.GetConfigurationAsync(cancellationToken) : null;

    /// <summary>
    /// Forgets what is known of the tenant, as its keys have changed. A fresh reader rather than <c>RequestRefresh</c>, whose
    /// cooldown would refuse good tokens for as long as it lasts: a stand-in follows the provider at once.
    /// </summary>
    public void Forget(Guid tenant) => _metadata[tenant] = ReaderFor(tenant);

    public void Dispose() => _http.Dispose();

    private ConfigurationManager<OpenIdConnectConfiguration> ReaderFor(Guid tenant) =>
        new($"{_identityProvider}{tenant}/v2.0/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(), new HttpDocumentRetriever(_http));
}
