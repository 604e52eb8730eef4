using FunctionsObo.Authentication;
using FunctionsObo.Errors;
using FunctionsObo.OnBehalfOf.Cache;
using FunctionsObo.OnBehalfOf.Exchange;
using FunctionsObo.Registration;
using Microsoft.Extensions.Options;

namespace FunctionsObo.OnBehalfOf;

/// <summary>
/// How a token comes that is not in the cache: by one exchange that all who want it share, not at all for a while where only the
/// user can help, and ahead of its expiry in the background.
/// </summary>
internal sealed class SharedExchange(
    MsalExchange exchange, DownstreamTokenCache cache, CacheMetrics metrics, IOptions<OnBehalfOfOptions> options, IOptions<AzureAdOptions> registration, TimeProvider time)
{
    private readonly UserActionMemory _memory = new(options.Value.UserActionMemory, time);
    private readonly SingleFlight<Flight, CachedToken> _flights = new(options.Value.ExchangeTimeout, time);
    private readonly RefreshAhead _refreshAhead = new(options.Value.ExchangeTimeout, time);
    private readonly string _clientId = registration.Value.ClientId;
    private int _purges;

    /// <exception cref="OboException">There is no token; it says why.</exception>
    /// <exception cref="InvalidOperationException">The caller is an app.</exception>
    public ValueTask<DownstreamToken> OnBehalfOfAsync(TokenKey key, Caller caller, string? claims, CancellationToken cancellationToken)
    {
        if (caller.Kind != CallerKind.User) throw new InvalidOperationException("Only a user's token can be exchanged on behalf of the user.");
        if (claims is null && _memory.Find(key) is { } remembered)
        {
            metrics.RememberedUserAction();
            throw remembered;
        }

        return ShareAsync(new Flight(key, claims), cancel => ExchangeAsync(key, caller, claims, cancel), cancellationToken);
    }

    /// <exception cref="OboException">There is no token; it says why.</exception>
    public ValueTask<DownstreamToken> ForAppAsync(TokenKey key, string tenantId, CancellationToken cancellationToken) =>
        ShareAsync(new Flight(key, null), cancel => RequestForAppAsync(key, tenantId, cancel), cancellationToken);

    /// <summary>Fetches a user's token ahead; the old one is in use meanwhile.</summary>
    public void Refresh(TokenKey key, Caller caller, CachedToken old)
    {
        metrics.Refresh();
        _refreshAhead.Start(old, cancel => ExchangeAsync(key, caller, claims: null, cancel));
    }

    /// <summary>Fetches the app's own token ahead.</summary>
    public void RefreshForApp(TokenKey key, string tenantId, CachedToken old)
    {
        metrics.Refresh();
        _refreshAhead.Start(old, cancel => RequestForAppAsync(key, tenantId, cancel));
    }

    /// <summary>Forgets tokens. One that is being fetched meanwhile serves those who wait for it, and is not kept.</summary>
    public void Purge(Func<TokenKey, CachedToken, bool> condition)
    {
        Interlocked.Increment(ref _purges);
        cache.RemoveWhere(condition);
    }

    private async ValueTask<DownstreamToken> ShareAsync(
        Flight flight, Func<CancellationToken, Task<CachedToken>> acquire, CancellationToken cancellationToken)
    {
        // Whoever missed the cache while a flight was landing finds its result here, and starts no second one.
        var (result, joined) = _flights.Join(
            flight,
            cancel => flight.Claims is null && cache.Find(flight.Key, time.GetUtcNow()) is { } landed ? Task.FromResult(landed) : acquire(cancel),
            cancellationToken);
        metrics.Miss(joined);
        return cache.ToRequestToken(flight.Key, await result);
    }

    private async Task<CachedToken> ExchangeAsync(TokenKey key, Caller caller, string? claims, CancellationToken cancellationToken)
    {
        var purges = Volatile.Read(ref _purges);
        try
        {
            var token = await exchange.OnBehalfOfAsync(caller, key.Target, claims, cancellationToken);
            _memory.Forget(key);
            return Keep(key, cache.Pack(token, caller.ExpiresAt, caller.Id), purges);
        }
        catch (Exception failed)
        {
            _memory.Note(key, failed);
            throw;
        }
    }

    private async Task<CachedToken> RequestForAppAsync(TokenKey key, string tenantId, CancellationToken cancellationToken)
    {
        var purges = Volatile.Read(ref _purges);
        var token = await exchange.ForAppAsync(tenantId, key.Target, cancellationToken);
        return Keep(key, cache.Pack(token, assertionExpiresAt: null, new PrincipalId(tenantId, _clientId)), purges);
    }

    private CachedToken Keep(TokenKey key, CachedToken token, int purgesAtStart)
    {
        if (purgesAtStart == Volatile.Read(ref _purges)) cache.Add(key, token);
        return token;
    }

    /// <summary>What callers share: the same token, wanted with the same claims.</summary>
    private readonly record struct Flight(TokenKey Key, string? Claims);
}
