using System.Threading.RateLimiting;
using FunctionsObo.Authentication;

namespace FunctionsObo.Downstream.Calls;

/// <summary>
/// How many calls of one API may be under way: the API's limit outside, each user's share of it inside, so that one user whose
/// calls hang does not take all places. Nobody queues: behind a slow API a queue only makes everyone late. What users have is
/// forgotten by the framework's limiter soon after their last call.
/// </summary>
internal static class Bulkhead
{
    /// <summary>Half: small enough to leave places for the others, large enough that a burst of one user passes where nobody else calls.</summary>
    private const int UsersPart = 2;

    public static PartitionedRateLimiter<CallAs> Create(int maxConcurrency) => PartitionedRateLimiter.CreateChained(
        Partition(_ => CallAs.App.CallerId, _ => Limiter(maxConcurrency)),
        // The app's own calls are everybody's, and have only the API's limit.
        Partition(identity => identity.CallerId, user => Limiter(user == CallAs.App.CallerId ? maxConcurrency : Math.Max(1, maxConcurrency / UsersPart))));

    private static PartitionedRateLimiter<CallAs> Partition(Func<CallAs, PrincipalId> userOf, Func<PrincipalId, RateLimiter> create) =>
        PartitionedRateLimiter.Create<CallAs, PrincipalId>(identity => RateLimitPartition.Get(userOf(identity), create));

    private static ConcurrencyLimiter Limiter(int permits) => new(new() { PermitLimit = permits, QueueLimit = 0 });
}
