using FunctionsObo.Authentication;
using FunctionsObo.OnBehalfOf.Cache;
using FunctionsObo.TokenStores;

namespace FunctionsObo.OnBehalfOf.Sharing;

/// <summary>Reads and writes the entries of the shared store. What it reads counts only if it opens, has not ended, and began after every purge that is known.</summary>
internal sealed class SharedEntries(
    GuardedStore store, PurgeReader purges, SharedMarks marks, PurgeMarks local, SharingMetrics metrics, MonotonicClock clock, TimeProvider time)
{
    private const int LongestContent = 32 * 1024;

    private static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>Looks for a token.</summary>
    /// <param name="wanted">What is wanted.</param>
    /// <param name="secrets">Where it may be.</param>
    /// <param name="budget">How long the request may wait.</param>
    public async Task<SharedLookup> FindAsync(TokenAcquisition wanted, IReadOnlyList<EntrySecrets> secrets, TimeSpan budget)
    {
        var found = await ReadAsync(wanted, secrets, budget);
        metrics.LookedUp(found.Ending);
        return found;
    }

    /// <summary>Writes a token. One that nobody could use is not written.</summary>
    /// <param name="token">The token.</param>
    /// <param name="wanted">What was wanted.</param>
    /// <param name="secrets">Where to write it.</param>
    /// <param name="begunAt">When its exchange began, by <see cref="SharedMarks.Begin"/>.</param>
    /// <param name="replaces">Whether what is there is worthless.</param>
    public async Task WriteAsync(AcquiredToken token, TokenAcquisition wanted, EntrySecrets secrets, DateTimeOffset begunAt, bool replaces)
    {
        var now = clock.Now;
        var lifetime = Shortest(token.EndsAt - now - DownstreamTokenCache.ExpiryMargin, wanted.AssertionEndsIn ?? LongestLifetime, LongestLifetime);
        if (lifetime < Minute || !local.Admit(wanted.Begun, wanted.Owner, wanted.Key.Target.Name)) return;

        var content = SealedEntry.Seal(new SharedEntry(token.AccessToken, token.Claims, token.ExpiresAt, time.GetUtcNow() + (token.RefreshAt - now), begunAt), secrets);
        if (content.Length > LongestContent) return;
        metrics.Wrote(await store.SetAsync(secrets.Place, content, Minute * Math.Ceiling(lifetime / Minute), replaces)); // whole minutes: the exact end would tell tokens apart
    }

    private async Task<SharedLookup> ReadAsync(TokenAcquisition wanted, IReadOnlyList<EntrySecrets> secrets, TimeSpan budget)
    {
        var until = clock.Now + budget;
        if (!await purges.IsFreshAsync(budget)) return new(LookupEnding.Unavailable);

        var found = new SharedLookup(LookupEnding.Miss);
        foreach (var one in secrets)
        {
            var answer = await store.GetAsync(one.Place, until - clock.Now);
            if (!answer.Arrived) return new(LookupEnding.Unavailable);
            if (answer.Value is not { } content) continue;

            found = Judge(content, one, wanted);
            if (found.Token is not null) return found;
        }

        return found;
    }

    private SharedLookup Judge(byte[] content, EntrySecrets secrets, TokenAcquisition wanted)
    {
        if (SealedEntry.Open(content, secrets) is not { } entry) return new(LookupEnding.Unreadable);

        var now = time.GetUtcNow();
        if (entry.ExpiresAt - now <= DownstreamTokenCache.ExpiryMargin) return new(LookupEnding.Expired);
        if (!marks.Admit(wanted.Owner, wanted.Key.Target.Name, entry.BegunAt)) return new(LookupEnding.Purged);

        var token = ToToken(entry, now);
        if (!wanted.IsSatisfiedBy(token)) return new(LookupEnding.Unfit);
        return wanted.IsAhead && entry.RefreshAt <= now ? new(LookupEnding.Due) : new(LookupEnding.Hit, token);
    }

    /// <summary>Refreshed up to a tenth later than the instance that wrote it does: the others find what it has got.</summary>
    private AcquiredToken ToToken(SharedEntry entry, DateTimeOffset now)
    {
        var refreshAt = entry.RefreshAt + ((entry.ExpiresAt - entry.RefreshAt) * (Random.Shared.NextDouble() * 0.1));
        return new AcquiredToken(entry.AccessToken, entry.ExpiresAt, clock.Now + (entry.ExpiresAt - now), clock.Now + (refreshAt - now)) { Claims = entry.Claims };
    }

    private static TimeSpan Shortest(params ReadOnlySpan<TimeSpan> spans)
    {
        var shortest = spans[0];
        foreach (var span in spans) shortest = span < shortest ? span : shortest;
        return shortest;
    }
}
