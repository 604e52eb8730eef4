using System.Threading.RateLimiting;
using FunctionsObo.Errors;
using FunctionsObo.OnBehalfOf.Cache;

namespace FunctionsObo.OnBehalfOf;

/// <summary>
/// Fetches a new token before the old one ends, in the background: out of every caller's way, one at a time for each key, a few at a
/// time in all, still running when the caller is gone. While it fails the old token serves.
/// </summary>
/// <param name="clock">The clock of the retries.</param>
internal sealed class RefreshAhead(MonotonicClock clock) : IDisposable
{
    /// <summary>A crowd that falls due at once, a morning's first hour say, must not be a wave at the identity platform.</summary>
    private const int AtATime = 8;

    private const int MostWaiting = 10_000;

    private static readonly TimeSpan FirstRetryDelay = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromMinutes(5);

    private readonly ConcurrencyLimiter _places = new(new() { PermitLimit = AtATime, QueueLimit = MostWaiting });

    /// <summary>Starts a refresh of a token that the caller of this has claimed by <see cref="CachedToken.ClaimRefresh"/>.</summary>
    /// <param name="cached">The token.</param>
    /// <param name="refresh">Fetches a new one and puts it in this one's place.</param>
    /// <returns>When it has ended, however; nobody has to wait for it.</returns>
    public Task Start(CachedToken cached, Func<Task> refresh)
    {
        using var flow = ExecutionContext.SuppressFlow();
        return Task.Run(() => RunAsync(cached, refresh));
    }

    public void Dispose() => _places.Dispose();

    private async Task RunAsync(CachedToken cached, Func<Task> refresh)
    {
        var wait = TimeSpan.Zero;
        try
        {
            using var place = await _places.AcquireAsync();
            if (place.IsAcquired) await refresh();
        }
        catch (UserActionRequiredException)
        {
            return; // the same assertion gets no other answer: the old token serves to its end
        }
        catch (OboException failed) // logged where it failed
        {
            if (failed.Failure == OboFailure.AssertionRefused) return;
            wait = failed.AskedToWait ?? wait;
        }

        // Also after a success, which may not have been kept: then this one goes on.
        var delay = Delay(cached.CountRefreshFailure());
        cached.RefreshNotBefore(clock.Now + (delay > wait ? delay : wait));
    }

    /// <summary>Doubled each time, up to a tenth later: those who failed together do not come back together.</summary>
    private static TimeSpan Delay(int failures) =>
        Backoff.After(failures, FirstRetryDelay, LongestRetryDelay) * (1 + (Random.Shared.NextDouble() * 0.1));
}
