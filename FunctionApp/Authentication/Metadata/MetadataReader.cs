using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace FunctionApp.Authentication.Metadata;

/// <summary>
/// Reads the OpenID Connect discovery documents and keys of the configured tenant, one document per accepted token version
/// (https://openid.net/specs/openid-connect-discovery-1_0.html §4), and refuses what it must not trust.
/// </summary>
internal sealed class MetadataReader(IHttpClientFactory clients, IOptions<AzureAdOptions> options, TimeProvider time)
{
    /// <summary>More keys than any provider publishes; a set beyond it is a fault, and costs memory.</summary>
    private const int MaximumKeys = 100;

    private readonly AzureAdOptions _options = options.Value;

    /// <summary>Fetches everything.</summary>
    /// <exception cref="MetadataException">The documents must not be used; the message says why.</exception>
    /// <exception cref="HttpRequestException">The provider is unreachable or failing.</exception>
    public async Task<ProviderMetadata> ReadAsync(CancellationToken cancellationToken)
    {
        var instance = new Uri(_options.Instance);
        var retriever = new MetadataRetriever(clients, [instance.Authority, .. _options.AllowedMetadataHosts]);
        var issuers = new List<string>();
        var keys = new Dictionary<string, SigningKey>(StringComparer.Ordinal);
        var authorizationEndpoint = "";

        foreach (var version in _options.EffectiveTokenVersions.OrderDescending(StringComparer.Ordinal))
        {
            var document = version == "2.0" ? "/v2.0/.well-known/openid-configuration" : "/.well-known/openid-configuration";
            var configuration = await OpenIdConnectConfigurationRetriever.GetAsync(
                new Uri(instance, _options.TenantId + document).AbsoluteUri, retriever, cancellationToken);

            issuers.Add(CheckIssuer(configuration.Issuer, instance, version));
            AddKeys(configuration.JsonWebKeySet, keys);
            if (authorizationEndpoint.Length == 0) authorizationEndpoint = configuration.AuthorizationEndpoint ?? "";
        }

        return new ProviderMetadata(issuers, keys.ToFrozenDictionary(StringComparer.Ordinal), authorizationEndpoint, time.GetUtcNow());
    }

    /// <summary>Discovery §4.3: the issuer must be the one that was asked. Entra's v1 issuer has a host of its own.</summary>
    private string CheckIssuer(string? issuer, Uri instance, string version)
    {
        if (!Uri.TryCreate(issuer, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttps)
            throw new MetadataException("the metadata has no https issuer");
        if (version == "2.0" && !uri.Authority.Equals(instance.Authority, StringComparison.OrdinalIgnoreCase))
            throw new MetadataException($"the metadata of '{instance.Host}' names the issuer host '{uri.Host}'; check AzureAd:Instance");

        var tenant = IssuerTemplate.TenantOf(issuer);
        var isTemplate = tenant == IssuerTemplate.TenantPlaceholder;
        if (Guid.TryParse(_options.TenantId, out _) && !isTemplate && !_options.TenantId.Equals(tenant, StringComparison.OrdinalIgnoreCase))
            throw new MetadataException("the metadata names another tenant as issuer; check AzureAd:TenantId");
        return issuer;
    }

    private static void AddKeys(JsonWebKeySet? set, Dictionary<string, SigningKey> keys)
    {
        if (set is null || set.Keys.Count == 0) throw new MetadataException("the key set is empty");
        if (set.Keys.Count > MaximumKeys) throw new MetadataException($"the key set has more than {MaximumKeys} keys");

        foreach (var jwk in set.Keys)
        {
            if (SigningKey.Create(jwk) is { } key) keys.TryAdd(jwk.Kid, key);
        }

        if (keys.Count == 0) throw new MetadataException("the key set has no usable signing key");
    }
}
