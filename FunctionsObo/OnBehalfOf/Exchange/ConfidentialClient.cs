using System.Collections.Concurrent;
using FunctionsObo.OnBehalfOf.Cache;
using FunctionsObo.OnBehalfOf.Credentials;
using FunctionsObo.Registration;
using Microsoft.Extensions.Options;
using Microsoft.Identity.Client;

namespace FunctionsObo.OnBehalfOf.Exchange;

/// <summary>
/// The one MSAL confidential client per process and registration: a static singleton, built at start, replaced only when its
/// credential is. Its own token cache is off but for long-running sessions: <see cref="Cache.DownstreamTokenCache"/> keeps the
/// tokens, once.
/// </summary>
internal sealed class ConfidentialClient(
    IOptions<AzureAdOptions> options, CredentialLoader credentials, IHttpMessageHandlerFactory handlers, TimeProvider time) : IDisposable
{
    /// <summary>A refused credential is loaded again at most this often.</summary>
    private static readonly TimeSpan ReloadInterval = TimeSpan.FromSeconds(30);

    private static readonly ConcurrentDictionary<Registration, Lazy<Built>> Shared = new();

    private readonly Registration _registration =
        new(options.Value.Instance, options.Value.TenantId, options.Value.ClientId, handlers);

    private long _reloadedAt;

    /// <summary>The client, with the credential as it is now.</summary>
    /// <exception cref="ConfigurationException">Its credential cannot be loaded.</exception>
    public MsalClients Current
    {
        get
        {
            var built = Get();
            if (built.Credential.IsCurrent) return built.Clients;

            Replace(built);
            return Get().Clients;
        }
    }

    /// <summary>Loads the credential again because the identity platform refused it.</summary>
    /// <param name="refused">The client whose credential was refused.</param>
    /// <returns>Whether there is another client to try with; no, if it was reloaded just before.</returns>
    public bool Reload(MsalClients refused)
    {
        var built = Get();
        if (!ReferenceEquals(built.Clients, refused)) return true; // somebody else has done it

        var (now, last) = (time.GetUtcNow().UtcTicks, Interlocked.Read(ref _reloadedAt));
        if (now - last < ReloadInterval.Ticks || Interlocked.CompareExchange(ref _reloadedAt, now, last) != last) return false;

        Replace(built);
        return true;
    }

    public void Dispose() => Shared.TryRemove(_registration, out _);

    private Built Get() => Shared.GetOrAdd(_registration, static (_, self) => self.Lazily(), this).Value;

    /// <summary>A credential that cannot be loaded now leaves the old one in place: it may still be good elsewhere.</summary>
    private void Replace(Built old)
    {
        if (!Shared.TryGetValue(_registration, out var lazy) || !ReferenceEquals(lazy.Value, old)) return;

        var fresh = Lazily();
        if (TryLoad(fresh)) Shared.TryUpdate(_registration, fresh, lazy);
    }

    private bool TryLoad(Lazy<Built> fresh)
    {
        try
        {
            _ = fresh.Value;
            return true;
        }
        catch (ConfigurationException unusable)
        {
            credentials.ReportUnusable(unusable);
            return false;
        }
    }

    private Lazy<Built> Lazily() => new(Build, LazyThreadSafetyMode.ExecutionAndPublication);

    private Built Build()
    {
        var credential = credentials.Load();
        var perRequest = NewBuilder(credential).WithCacheOptions(CacheOptions.DisableInternalCacheOptions).Build();
        return new Built(new MsalClients(perRequest, () => NewBuilder(credential).Build()), credential);
    }

    private ConfidentialClientApplicationBuilder NewBuilder(ClientCredential credential)
    {
        var registration = options.Value;
        var builder = ConfidentialClientApplicationBuilder.Create(registration.ClientId)
            .WithAuthority(new Uri(new Uri(registration.Instance), registration.TenantId).AbsoluteUri, validateAuthority: false)
            .WithInstanceDiscovery(false) // the instance is the operator's word: asking another host about it adds a failure, no safety
            .WithHttpClientFactory(new MsalHttpClientFactory(handlers, time), retryOnceOn5xx: false)
            .WithLegacyCacheCompatibility(false)
            .WithClientCapabilities(registration.ClientCapabilities);
        credential.ApplyTo(builder);
        return builder;
    }

    /// <summary>What makes two clients the same: the registration, and the HTTP stack that they talk through.</summary>
    private sealed record Registration(string Instance, string TenantId, string ClientId, IHttpMessageHandlerFactory Http);

    private sealed record Built(MsalClients Clients, ClientCredential Credential);
}

/// <summary>MSAL with one credential: without a token cache for requests, and with one of its own for each use of a session.</summary>
internal sealed class MsalClients(IConfidentialClientApplication perRequest, Func<IConfidentialClientApplication> newLongRunning)
{
    public IConfidentialClientApplication PerRequest => perRequest;

    public IConfidentialClientApplication NewLongRunning() => newLongRunning();
}
