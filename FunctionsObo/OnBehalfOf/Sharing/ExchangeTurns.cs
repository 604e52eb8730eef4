using FunctionsObo.TokenStores;
using Microsoft.Extensions.Options;

namespace FunctionsObo.OnBehalfOf.Sharing;

/// <summary>
/// One exchange among instances: who has the claim makes it, the others look for its result. A holder that dies delays nobody for longer than the budget, which is the claim's lease.
/// </summary>
internal sealed class ExchangeTurns(GuardedStore store, SharingMetrics metrics, IOptions<DistributedTokenCacheOptions> options, MonotonicClock clock, TimeProvider time)
{
    /// <summary>For a holder that lives and does not get on.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(100);

    private readonly TimeSpan _lease = options.Value.LookupBudget;

    /// <summary>Waits until another instance has made the exchange, or it is this one's turn.</summary>
    /// <param name="missed">What was found before.</param>
    /// <param name="place">The place of the entry.</param>
    /// <param name="lookUp">Looks for the entry once more, within such a time.</param>
    /// <param name="budget">What is left of the time for the store.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<ExchangeTurn> TakeAsync(SharedLookup missed, StorePlace place, Func<TimeSpan, Task<SharedLookup>> lookUp, StoreBudget budget, CancellationToken cancellationToken)
    {
        if (store.Coordinating is null) return new(missed);

        var turn = await WaitAsync(missed, place, lookUp, budget, cancellationToken);
        metrics.Claimed(turn.Claim is not null ? true : turn.Found.Token is not null ? false : null);
        return turn;
    }

    private async Task<ExchangeTurn> WaitAsync(SharedLookup missed, StorePlace place, Func<TimeSpan, Task<SharedLookup>> lookUp, StoreBudget budget, CancellationToken cancellationToken)
    {
        var (found, holder) = (missed, Guid.NewGuid());
        for (var giveUpAt = clock.Now + LongestWait; clock.Now < giveUpAt; budget = budget.Anew())
        {
            var claimed = await store.RequestAsync(StoreOperation.Claim, budget.Left, (coordinating, over) => coordinating.ClaimAsync(place, holder, _lease, over));
            if (!claimed.Arrived) break;
            if (claimed.Value) return await HaveAsync(new ExchangeClaim(store, place, holder, _lease, time), lookUp, budget);

            found = await LookAsync(lookUp, cancellationToken);
            if (found.Ending is LookupEnding.Hit or LookupEnding.Unavailable) break;
        }

        return new(found);
    }

    /// <summary>Looks once more: the holder before may have written between the last look and the claim.</summary>
    private static async Task<ExchangeTurn> HaveAsync(ExchangeClaim claim, Func<TimeSpan, Task<SharedLookup>> lookUp, StoreBudget budget)
    {
        var found = await lookUp(budget.Left);
        if (found.Token is null) return new(found, claim);

        await claim.ReleaseAsync();
        return new(found);
    }

    /// <summary>Looks again and again for as long as a claim lasts that is not renewed.</summary>
    private async Task<SharedLookup> LookAsync(Func<TimeSpan, Task<SharedLookup>> lookUp, CancellationToken cancellationToken)
    {
        SharedLookup found;
        var (pause, until) = (FirstPause, clock.Now + _lease);
        do
        {
            await Task.Delay(pause, time, cancellationToken);
            found = await lookUp(_lease);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
        while (found.Ending is not (LookupEnding.Hit or LookupEnding.Unavailable) && clock.Now < until);
        return found;
    }
}

/// <summary>Whose turn it is to make an exchange.</summary>
/// <param name="Found">What was found last; with a token nobody has to make one.</param>
/// <param name="Claim">The right to make it for all, to be given back afterwards; null where there is none.</param>
internal readonly record struct ExchangeTurn(SharedLookup Found, ExchangeClaim? Claim = null);
