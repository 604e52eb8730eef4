using System.Collections.Frozen;
using FunctionsObo.Logging;
using FunctionsObo.Registration;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace FunctionsObo.Authentication.Metadata;

/// <summary>
/// Reads the OpenID Connect discovery documents and keys of the configured tenant, one document per accepted token version
/// (https://openid.net/specs/openid-connect-discovery-1_0.html §4), and refuses what it must not trust.
/// </summary>
internal sealed class MetadataReader(IHttpClientFactory clients, IOptions<AzureAdOptions> options)
{
    /// <summary>More keys than any identity platform publishes; a set beyond it is a fault, and costs memory.</summary>
    private const int MaximumKeys = 100;

    /// <summary>The issuers of v1 tokens have hosts of their own, one for the global cloud and one for China's.</summary>
    private static readonly string[] V1IssuerHosts = ["sts.windows.net", "sts.chinacloudapi.cn"];

    private readonly AzureAdOptions _options = options.Value;

    /// <summary>Whose metadata it is: the cloud with the tenant.</summary>
    public string Authority => new Uri(new Uri(_options.Instance), _options.TenantId).AbsoluteUri;

    /// <summary>Fetches everything.</summary>
    /// <exception cref="MetadataException">The documents must not be used; the message says why.</exception>
    /// <exception cref="UnusableMetadataException">There is no usable key in them, or there are too many; the message says which.</exception>
    /// <exception cref="UnansweredException">The identity platform is unreachable or failing.</exception>
    public async Task<PlatformMetadata> ReadAsync(CancellationToken cancellationToken)
    {
        var instance = new Uri(_options.Instance);
        var retriever = new MetadataDocuments(clients, IsTrusted);
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

        return new PlatformMetadata(issuers, keys.ToFrozenDictionary(StringComparer.Ordinal), authorizationEndpoint);
    }

    /// <summary>Discovery §4.3: the issuer must be the one that was asked; for any tenant only where any tenant was asked for.</summary>
    private string CheckIssuer(string? issuer, Uri instance, string version)
    {
        if (!Uri.TryCreate(issuer, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttps)
            throw new MetadataException(OurText.Of($"the metadata has no https issuer")) { IsAboutIssuer = true };
        if (!IsTrusted(uri) && !(version == "1.0" && V1IssuerHosts.Contains(uri.Authority, StringComparer.Ordinal)))
            throw new MetadataException(OurText.Of($"the metadata of {OwnName.Of(instance.Host)} names the issuer host {TheirText.Of(uri.Host)}, which is neither that of AzureAd:Instance nor in AzureAd:AllowedMetadataHosts")) { IsAboutIssuer = true };

        var tenant = IssuerTemplate.TenantOf(issuer);
        var fits = _options.IsMultiTenant ? tenant == IssuerTemplate.TenantPlaceholder
            : Guid.TryParse(_options.TenantId, out _) ? _options.TenantId.Equals(tenant, StringComparison.OrdinalIgnoreCase)
            : Guid.TryParse(tenant, out _); // a domain, or the tenant of all personal accounts: metadata has its id
        return fits ? issuer : throw new MetadataException(OurText.Of($"the metadata names another tenant as issuer; check AzureAd:TenantId")) { IsAboutIssuer = true };
    }

    private bool IsTrusted(Uri address) =>
        address.Authority.Equals(new Uri(_options.Instance).Authority, StringComparison.OrdinalIgnoreCase)
        || _options.AllowedMetadataHosts.Contains(address.Host, StringComparer.OrdinalIgnoreCase);

    private static void AddKeys(JsonWebKeySet? set, Dictionary<string, SigningKey> keys)
    {
        if (set is null || set.Keys.Count == 0) throw new UnusableMetadataException(OurText.Of($"the key set is empty"));
        if (set.Keys.Count > MaximumKeys) throw new UnusableMetadataException(OurText.Of($"the key set has more than {MaximumKeys} keys"));

        foreach (var jwk in set.Keys)
        {
            if (SigningKey.Create(jwk) is { } key) keys.TryAdd(jwk.Kid, key);
        }

        if (keys.Count == 0) throw new UnusableMetadataException(OurText.Of($"the key set has no usable signing key"));
    }
}

/// <summary>What the identity platform says about itself at one moment: immutable, replaced as a whole.</summary>
/// <param name="Issuers">The issuers whose tokens are accepted; each exact, or with <c>{tenantid}</c>.</param>
/// <param name="Keys">The signing keys by key id.</param>
/// <param name="AuthorizationEndpoint">Where clients get tokens: part of every challenge.</param>
internal sealed record PlatformMetadata(
    IReadOnlyList<string> Issuers,
    FrozenDictionary<string, SigningKey> Keys,
    string AuthorizationEndpoint)
{
    /// <summary>The first issuer that is one, and no template for the issuers of many tenants; null when there are only templates.</summary>
    public string? OnlyIssuer => Issuers.FirstOrDefault(issuer => !issuer.Contains(IssuerTemplate.TenantPlaceholder, StringComparison.Ordinal));
}
