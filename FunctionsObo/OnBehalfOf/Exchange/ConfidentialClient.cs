using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using FunctionsObo.OnBehalfOf.Cache;
using FunctionsObo.OnBehalfOf.Credentials;
using FunctionsObo.Registration;
using Microsoft.Extensions.Options;
using Microsoft.Identity.Client;

namespace FunctionsObo.OnBehalfOf.Exchange;

/// <summary>
/// The one MSAL confidential client per process and registration: a static singleton, built at start, replaced only when its
/// credential is and MSAL cannot ask for that (<see cref="CredentialRotation"/>). Its own token cache is off but for long-running
/// sessions: <see cref="Cache.DownstreamTokenCache"/> keeps the tokens, once.
/// </summary>
internal sealed class ConfidentialClient : IDisposable
{
    private static readonly ConcurrentDictionary<Registration, CredentialRotation> Shared = new();

    private readonly IOptions<AzureAdOptions> _options;
    private readonly CredentialLoader _credentials;
    private readonly IHttpMessageHandlerFactory _handlers;
    private readonly MonotonicClock _clock;
    private readonly TimeProvider _time;
    private readonly Registration _registration;

    public ConfidentialClient(
        IOptions<AzureAdOptions> options, CredentialLoader credentials, IHttpMessageHandlerFactory handlers, IMeterFactory meters, MonotonicClock clock, TimeProvider time)
    {
        (_options, _credentials, _handlers, _clock, _time) = (options, credentials, handlers, clock, time);
        _registration = new(options.Value.Instance, options.Value.TenantId, options.Value.ClientId, handlers);
        meters.Create(Telemetry.Name).CreateObservableGauge(
            "functionsobo.credential.expiry", TimeToExpiry, "s", "The time until the certificate in use expires, negative after that; nothing for credentials that do not say.");
    }

    /// <summary>The client, with the credential that was loaded last. Only the first load, at start, is waited for.</summary>
    /// <exception cref="ConfigurationException">Its credential cannot be loaded.</exception>
    public MsalClients Current => Rotation.Current;

    private CredentialRotation Rotation => Shared.GetOrAdd(_registration, _ => new CredentialRotation(BuildAsync, _credentials.ReportUnusable, _clock));

    /// <summary>Waits until the credential is loaded again, because the identity platform refused it.</summary>
    /// <param name="refused">The client whose credential was refused.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Whether there is another client to try with; no, if it cannot be loaded or was loaded just before.</returns>
    public Task<bool> ReloadAsync(MsalClients refused, CancellationToken cancellationToken) => Rotation.ReplaceAsync(refused, cancellationToken);

    public void Dispose() => Shared.TryRemove(_registration, out _);

    private IEnumerable<Measurement<double>> TimeToExpiry() => Shared.TryGetValue(_registration, out var rotation) && rotation.InUse?.Credential.ExpiresOn is { } end
        ? [new((end - _time.GetUtcNow()).TotalSeconds)]
        : [];

    private async Task<MsalClients> BuildAsync(CredentialRotation rotation)
    {
        var credential = await _credentials.LoadAsync();
        if (rotation.InUse is { } old && credential.FitsClientOf(old.Credential)) return old.With(credential);

        var perRequest = NewBuilder().WithCacheOptions(CacheOptions.DisableInternalCacheOptions).Build();
        return new MsalClients(credential, perRequest, () => NewBuilder().Build());

        ConfidentialClientApplicationBuilder NewBuilder()
        {
            var builder = this.NewBuilder();
            credential.ApplyTo(builder, () => rotation.InUse?.Credential);
            return builder;
        }
    }

    private ConfidentialClientApplicationBuilder NewBuilder()
    {
        var registration = _options.Value;
        return ConfidentialClientApplicationBuilder.Create(registration.ClientId)
            .WithAuthority(new Uri(new Uri(registration.Instance), registration.TenantId).AbsoluteUri, validateAuthority: false)
            .WithInstanceDiscovery(false) // the instance is the operator's word: asking another host about it adds a failure, no safety
            .WithHttpClientFactory(new MsalHttpClientFactory(_handlers, inner => new TokenEndpointHandler(inner, _time)), retryOnceOn5xx: false)
            .WithLegacyCacheCompatibility(false)
            .WithClientCapabilities(registration.ClientCapabilities);
    }

    /// <summary>What makes two clients the same: the registration, and the HTTP stack that they talk through.</summary>
    private sealed record Registration(string Instance, string TenantId, string ClientId, IHttpMessageHandlerFactory Http);
}

/// <summary>MSAL with one credential: without a token cache for requests, and with one of its own for each use of a session.</summary>
internal sealed class MsalClients(
    ClientCredential credential, IConfidentialClientApplication perRequest, Func<IConfidentialClientApplication> newLongRunning)
{
    public ClientCredential Credential => credential;

    public IConfidentialClientApplication PerRequest => perRequest;

    public IConfidentialClientApplication NewLongRunning() => newLongRunning();

    /// <summary>The same clients with a credential that they will ask for.</summary>
    public MsalClients With(ClientCredential next) => new(next, perRequest, newLongRunning);
}
