using FunctionsObo.Errors;
using FunctionsObo.OnBehalfOf.Cache;

namespace FunctionsObo.OnBehalfOf;

/// <summary>
/// Fetches a new token before the old one ends, in the background: out of every caller's way, one at a time for each key, still
/// running when the caller is gone. While it fails the old token serves.
/// </summary>
/// <param name="budget">How long one refresh may take.</param>
/// <param name="time">The clock of budget and retries.</param>
internal sealed class RefreshAhead(TimeSpan budget, TimeProvider time)
{
    private static readonly TimeSpan FirstRetryDelay = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromMinutes(5);

    /// <summary>Starts a refresh of a token that the caller of this has claimed by <see cref="CachedToken.ClaimRefresh"/>.</summary>
    /// <param name="cached">The token.</param>
    /// <param name="refresh">Fetches a new one and puts it in this one's place.</param>
    public void Start(CachedToken cached, Func<CancellationToken, Task> refresh)
    {
        using var flow = ExecutionContext.SuppressFlow();
        _ = Task.Run(() => RunAsync(cached, refresh));
    }

    private async Task RunAsync(CachedToken cached, Func<CancellationToken, Task> refresh)
    {
        using var deadline = new CancellationTokenSource(budget, time);
        try
        {
            await refresh(deadline.Token);
        }
        catch (Exception failed) when (failed is OboException or UserActionRequiredException) // logged where it failed
        {
            cached.RefreshNotBefore(time.GetUtcNow() + Delay(cached.CountRefreshFailure()));
        }
    }

    /// <summary>Doubled each time, up to a tenth later: those who failed together do not come back together.</summary>
    private static TimeSpan Delay(int failures) =>
        Backoff.After(failures, FirstRetryDelay, LongestRetryDelay) * (1 + (Random.Shared.NextDouble() * 0.1));
}
