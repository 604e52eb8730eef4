using System.Threading.RateLimiting;

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
        Partition(_ => default(Holder), _ => Limiter(maxConcurrency)),
        // The app's own calls are everybody's, and have only the API's limit.
        Partition(Of, holder => Limiter(holder == default ? maxConcurrency : Math.Max(1, maxConcurrency / UsersPart))));

    private static PartitionedRateLimiter<CallAs> Partition(Func<CallAs, Holder> holderOf, Func<Holder, RateLimiter> create) =>
        PartitionedRateLimiter.Create<CallAs, Holder>(identity => RateLimitPartition.Get(holderOf(identity), create));

    private static ConcurrencyLimiter Limiter(int permits) => new(new() { PermitLimit = permits, QueueLimit = 0 });

    private static Holder Of(CallAs identity) => identity.User is { } user ? new Holder(user.TenantId, user.ObjectId) : default;

    /// <summary>Tenant and object id of the user; neither for the app.</summary>
    private readonly record struct Holder(string? TenantId, string? ObjectId);
}
