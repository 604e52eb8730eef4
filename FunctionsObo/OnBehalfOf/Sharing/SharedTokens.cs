using FunctionsObo.OnBehalfOf.Cache;
using FunctionsObo.TokenStores;
using Microsoft.Extensions.Options;

namespace FunctionsObo.OnBehalfOf.Sharing;

/// <summary>
/// The tokens that instances share: looked up when this instance has none, before an exchange; written after it, when the answer has gone out. A store that fails delays a request by its budget at
/// most, and fails none.
/// </summary>
internal sealed class SharedTokens(
    EntryPlaces places, SharedEntries entries, ExchangeTurns turns, SharedMarks marks, WriteBehind behind, SharingMetrics metrics, IOptions<DistributedTokenCacheOptions> options, MonotonicClock clock)
{
    /// <summary>The token that another instance has got, or one by an exchange.</summary>
    /// <param name="wanted">What is wanted.</param>
    /// <param name="exchange">The exchange.</param>
    /// <param name="cancellationToken">Ends the waiting for another instance.</param>
    public async Task<AcquiredToken> GetAsync(TokenAcquisition wanted, Func<Task<AcquiredToken>> exchange, CancellationToken cancellationToken)
    {
        var secrets = places.Of(wanted);
        if (secrets.Count == 0) return await exchange();

        var turn = await FindAsync(wanted, secrets, cancellationToken);
        return turn.Found.Token ?? await ExchangeAsync(wanted, secrets[0], turn, exchange);
    }

    private async Task<ExchangeTurn> FindAsync(TokenAcquisition wanted, IReadOnlyList<EntrySecrets> secrets, CancellationToken cancellationToken)
    {
        var budget = new StoreBudget(options.Value.LookupBudget, clock);
        var found = await entries.FindAsync(wanted, secrets, budget.Left);
        return found.Ending is LookupEnding.Hit or LookupEnding.Unavailable
            ? new ExchangeTurn(found)
            : await turns.TakeAsync(found, secrets[0].Place, left => entries.FindAsync(wanted, secrets, left), budget, cancellationToken);
    }

    private async Task<AcquiredToken> ExchangeAsync(TokenAcquisition wanted, EntrySecrets secrets, ExchangeTurn turn, Func<Task<AcquiredToken>> exchange)
    {
        var begunAt = marks.Begin(wanted.Owner, wanted.Key.Target.Name);
        try
        {
            var token = await exchange();
            if (!After(turn, () => entries.WriteAsync(token, wanted, secrets, begunAt, turn.Found.IsWorthless))) metrics.Wrote(done: null);
            return token;
        }
        catch
        {
            After(turn, static () => Task.CompletedTask); // the others need not wait for what does not come
            throw;
        }
    }

    /// <summary>Writes behind, and lets go of the claim only then: who has it next finds what was written.</summary>
    private bool After(ExchangeTurn turn, Func<Task> write)
    {
        var accepted = behind.TryAdd(async () =>
        {
            await write();
            if (turn.Claim is { } claim) await claim.ReleaseAsync();
        });
        if (!accepted) turn.Claim?.Dispose();
        return accepted;
    }
}
