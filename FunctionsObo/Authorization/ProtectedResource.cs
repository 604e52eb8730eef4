using FunctionsObo.Authentication.Metadata;
using FunctionsObo.Registration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace FunctionsObo.Authorization;

/// <summary>
/// What this API says about itself to clients that know nothing but its address (RFC 9728). Its own address comes only from
/// the configuration: a Host header is the client's word.
/// </summary>
public sealed class ProtectedResource
{
    /// <summary>Where the metadata is, below the resource: Functions cannot serve what RFC 9728 §3.1 puts above its route prefix.</summary>
    public const string MetadataPath = ".well-known/oauth-protected-resource";

    private readonly IOptionsMonitor<AzureAdOptions> _options;
    private readonly IConfiguration _configuration;
    private readonly AccessTable _table;
    private readonly MetadataStore _metadata;
    private readonly string _applicationName;

    internal ProtectedResource(
        IOptionsMonitor<AzureAdOptions> options, IConfiguration configuration, AccessTable table, MetadataStore metadata, IHostEnvironment environment)
    {
        _metadata = metadata;
        _options = options;
        _configuration = configuration;
        _table = table;
        _applicationName = environment.ApplicationName;
    }

    /// <summary>The resource identifier: the public address of this API, without a slash at its end; null when it is not known.</summary>
    public string? Identifier => _options.CurrentValue.ResourceUrl is { Length: > 0 } configured ? configured.TrimEnd('/') : AzureAddress;

    /// <summary>The address of the metadata, for challenges (RFC 9728 §5.1); null when this API does not know its own.</summary>
    public string? MetadataUrl => Identifier is { } identifier ? $"{identifier}/{MetadataPath}" : null;

    /// <summary>What people know this API as: AzureAd:ResourceName, else the application's name.</summary>
    public string Name => _options.CurrentValue.ResourceName ?? _applicationName;

    /// <summary>
    /// The issuer to get tokens from (RFC 9728 §2), as its metadata says it. Where there is none yet, or one for each of many tenants,
    /// the address below which the metadata is.
    /// </summary>
    public string AuthorizationServer => _metadata.Current?.OnlyIssuer
        ?? new Uri(new Uri(_options.CurrentValue.Instance), $"{_options.CurrentValue.TenantId}/v2.0").AbsoluteUri;

    /// <summary>Every scope that some function asks for, in the long form that the identity platform takes.</summary>
    public IReadOnlyList<string> Scopes
    {
        get
        {
            var registration = _options.CurrentValue;
            var idUri = registration.EffectiveAudiences.FirstOrDefault(audience => audience.Contains("://", StringComparison.Ordinal))
                ?? $"api://{registration.ClientId}";
            return [.. _table.Scopes.Order(StringComparer.Ordinal).Select(scope => $"{idUri}/{scope}")];
        }
    }

    /// <summary>Core Tools set WEBSITE_HOSTNAME too, to an address that is not public: the instance id tells Azure from them.</summary>
    private string? AzureAddress =>
        _configuration["WEBSITE_INSTANCE_ID"] is { Length: > 0 } && _configuration["WEBSITE_HOSTNAME"] is { Length: > 0 } host
            ? $"https://{host}/api"
            : null;
}
