using FunctionsObo.Authentication;
using FunctionsObo.OnBehalfOf.Cache;
using FunctionsObo.OnBehalfOf.Sharing;
using Microsoft.Extensions.Options;

namespace FunctionsObo.OnBehalfOf;

/// <summary>
/// How a token comes that is not in the cache: by one exchange that all who want it share, not at all for a while where asking again
/// would only repeat the failure, and ahead of its expiry in the background. Where instances share a store, another one's exchange does as well.
/// </summary>
internal sealed class SharedExchange(
    DownstreamTokenCache cache, CacheMetrics metrics, PurgeMarks marks, IOptions<OnBehalfOfOptions> options, MonotonicClock clock, TimeProvider time, SharedTokens? shared = null) : IDisposable
{
    private readonly FailureMemory _failures = new(options.Value.UserActionMemory, marks, clock);
    private readonly SingleFlight<Flight, CachedToken> _flights = new(options.Value.ExchangeTimeout, time);
    private readonly RefreshAhead _refreshAhead = new(clock);
    private long _exchanges;

    /// <summary>Gets the token that is wanted.</summary>
    /// <exception cref="OboException">There is no token; it says why.</exception>
    public async ValueTask<DownstreamToken> GetAsync(TokenAcquisition wanted, CancellationToken cancellationToken)
    {
        if (_failures.Find(wanted) is { } remembered)
        {
            metrics.RememberedFailure();
            throw remembered;
        }

        // Whoever missed the cache while a flight was landing finds its result here, and starts no second one.
        var (result, joined) = _flights.Join(
            FlightOf(wanted),
            cancel => cache.Find(wanted.Key, clock.Now) is { } landed && wanted.IsSatisfiedBy(landed) ? Task.FromResult(landed) : FetchAsync(wanted, cancel),
            cancellationToken);
        metrics.Miss(joined);
        return cache.ToRequestToken(wanted.Key, await result);
    }

    /// <summary>Fetches a token ahead; the old one is in use meanwhile.</summary>
    /// <param name="old">The old one; the new one has its claims, and its purges.</param>
    /// <param name="wanted">How to get it.</param>
    /// <returns>When the refresh has ended, however; nobody has to wait for it.</returns>
    public Task Refresh(CachedToken old, TokenAcquisition wanted)
    {
        metrics.Refresh();
        var again = wanted with { Claims = old.Claims, Begun = old.Begun, IsAhead = true };
        return _refreshAhead.Start(old, () => ReferenceEquals(cache.Find(again.Key, clock.Now), old)
            ? _flights.Join(FlightOf(again), cancel => FetchAsync(again, cancel), CancellationToken.None).Result
            : Task.CompletedTask);
    }

    public void Dispose() => _refreshAhead.Dispose();

    private async Task<CachedToken> FetchAsync(TokenAcquisition wanted, CancellationToken cancellationToken)
    {
        var order = Interlocked.Increment(ref _exchanges);
        try
        {
            var token = shared is null ? await ExchangeAsync(wanted, cancellationToken) : await shared.GetAsync(wanted, () => ExchangeAsync(wanted, cancellationToken), cancellationToken);
            _failures.Forget(wanted.Key);
            return cache.Add(token, wanted, order);
        }
        catch (Exception failed)
        {
            _failures.Note(wanted, failed);
            throw;
        }
    }

    private static async Task<AcquiredToken> ExchangeAsync(TokenAcquisition wanted, CancellationToken cancellationToken) =>
        await wanted.AcquireAsync(wanted.Claims, cancellationToken) with { Claims = wanted.Claims };

    /// <summary>Those who began before a purge have a flight of their own: nobody who came after it may join theirs.</summary>
    private Flight FlightOf(TokenAcquisition wanted)
    {
        var mark = marks.Of(wanted.Owner, wanted.Key.Target.Name);
        return new Flight(wanted.Key, wanted.Claims, wanted.Begun >= mark ? mark : ~wanted.Begun);
    }

    /// <summary>What callers share: the same token, wanted with the same claims, on the same side of a purge.</summary>
    private readonly record struct Flight(TokenKey Key, string? Claims, long Mark);
}
