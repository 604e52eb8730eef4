using System.Collections.Concurrent;
using FunctionApp.Authentication;
using FunctionApp.OnBehalfOf.Credentials;
using Microsoft.Extensions.Options;
using Microsoft.Identity.Client;

namespace FunctionApp.OnBehalfOf;

/// <summary>
/// The one MSAL confidential client per process and registration: a static singleton, built at start, shared by whatever asks
/// for it. Its own token cache is off: <see cref="DownstreamTokenCache"/> keeps the tokens, once.
/// </summary>
internal sealed class ConfidentialClient(
    IOptions<AzureAdOptions> options, CredentialLoader credentials, IHttpMessageHandlerFactory handlers, TimeProvider time) : IDisposable
{
    private static readonly ConcurrentDictionary<Registration, Lazy<IConfidentialClientApplication>> Shared = new();

    private readonly Registration _registration =
        new(options.Value.Instance, options.Value.TenantId, options.Value.ClientId, handlers);

    /// <summary>The client.</summary>
    /// <exception cref="ConfigurationException">Its credential cannot be loaded.</exception>
    public IConfidentialClientApplication Current => Shared.GetOrAdd(
        _registration, static (_, self) => new Lazy<IConfidentialClientApplication>(self.Build, LazyThreadSafetyMode.ExecutionAndPublication), this).Value;

    public void Dispose() => Shared.TryRemove(_registration, out _);

    private IConfidentialClientApplication Build()
    {
        var registration = options.Value;
        var builder = ConfidentialClientApplicationBuilder.Create(registration.ClientId)
            .WithAuthority(new Uri(new Uri(registration.Instance), registration.TenantId).AbsoluteUri, validateAuthority: false)
            .WithInstanceDiscovery(false) // the instance is the operator's word: asking another host about it adds a failure, no safety
            .WithHttpClientFactory(new MsalHttpClientFactory(handlers, time), retryOnceOn5xx: false)
            .WithCacheOptions(CacheOptions.DisableInternalCacheOptions)
            .WithLegacyCacheCompatibility(false)
            .WithClientCapabilities(registration.ClientCapabilities);
        credentials.Load().ApplyTo(builder);
        return builder.Build();
    }

    /// <summary>What makes two clients the same: the registration, and the HTTP stack that they talk through.</summary>
    private sealed record Registration(string Instance, string TenantId, string ClientId, IHttpMessageHandlerFactory Http);
}
