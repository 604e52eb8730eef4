using System.Collections.Concurrent;
using EntraEmulator;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace DevStack.DownstreamApis.Authentication;

/// <summary>The OIDC metadata (issuer and keys) of every tenant that is in the directory, fetched when first needed.</summary>
internal sealed class TrustedIssuers : IDisposable
{
    private readonly ConcurrentDictionary<Guid, ConfigurationManager<OpenIdConnectConfiguration>> _metadata = new();
    private readonly Emulator _identityProvider;
    private readonly HttpClient _http;

    public TrustedIssuers(DownstreamApiOptions options)
    {
        _identityProvider = options.IdentityProvider;
        _http = options.IdentityProvider.CreateClient();
    }

    /// <summary>The tenant's metadata, or null for a tenant that is not in the directory.</summary>
    /// <exception cref="InvalidOperationException">The identity provider did not answer.</exception>
    public async Task<OpenIdConnectConfiguration?> FindAsync(Guid tenant, CancellationToken cancellationToken) =>
        _identityProvider.Directory.FindTenant(tenant.ToString()) is null ? null : await _metadata.GetOrAdd(tenant, ReaderFor).GetConfigurationAsync(cancellationToken);

    /// <summary>
    /// Forgets what is known of the tenant, as its keys have changed. A fresh reader rather than <c>RequestRefresh</c>, whose
    /// cooldown would refuse good tokens for as long as it lasts: a stand-in follows the provider at once.
    /// </summary>
    public void Forget(Guid tenant) => _metadata[tenant] = ReaderFor(tenant);

    public void Dispose() => _http.Dispose();

    private ConfigurationManager<OpenIdConnectConfiguration> ReaderFor(Guid tenant) =>
        new($"{_identityProvider.Address}{tenant}/v2.0/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(), new HttpDocumentRetriever(_http));
}
