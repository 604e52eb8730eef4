using System.Threading.RateLimiting;
using Polly;

namespace FunctionApp.Downstream.Resilience;

/// <summary>
/// Refuses a try when too many are under way. Nobody queues: behind a slow API a queue only makes everyone late. (The limiter is
/// the framework's; Polly.Core has none of its own.)
/// </summary>
internal sealed class ConcurrencyStrategy(string api, ConcurrencyLimiter limiter) : ResilienceStrategy
{
    protected override async ValueTask<Outcome<TResult>> ExecuteCore<TResult, TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback, ResilienceContext context, TState state)
    {
        using var permit = limiter.AttemptAcquire();
        return permit.IsAcquired
            ? await callback(context, state)
            : Outcome.FromException<TResult>(new DownstreamException(api, DownstreamFailure.Busy, retryAfter: TimeSpan.FromSeconds(1)));
    }
}
