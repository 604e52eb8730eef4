using FunctionsObo.Authentication;
using FunctionsObo.Caching;
using Microsoft.Extensions.Options;

namespace FunctionsObo.OnBehalfOf.Cache;

/// <summary>
/// The downstream tokens, bounded by memory. An entry serves until five minutes before the token expires, and not longer than
/// the assertion it was exchanged for (unless TokenCache:OutliveAssertion says so), and not beyond a purge.
/// </summary>
internal sealed class DownstreamTokenCache : IDisposable
{
    /// <summary>How long before its expiry a token is given out last.</summary>
    public static readonly TimeSpan ExpiryMargin = TimeSpan.FromMinutes(5);

    private const long BytesPerMegabyte = 1024 * 1024;

    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(5);

    private readonly BoundedCache<TokenKey, CachedToken> _entries;
    private readonly HotTokens _hot = new();
    private readonly Lock _writing = new();
    private readonly bool _outliveAssertion;
    private readonly PurgeMarks _marks;
    private readonly MonotonicClock _clock;
    private readonly ITimer _sweep;

    public DownstreamTokenCache(IOptions<TokenCacheOptions> options, PurgeMarks marks, MonotonicClock clock, TimeProvider time)
    {
        Limit = options.Value.SizeLimitMegabytes * BytesPerMegabyte;
        _entries = new(Limit, entry => entry.Size);
        _outliveAssertion = options.Value.OutliveAssertion;
        _marks = marks;
        _clock = clock;
        using var flow = ExecutionContext.SuppressFlow(); // whoever is the first to want the cache has no part in it
        _sweep = time.CreateTimer(_ => Sweep(), null, SweepInterval, SweepInterval);
    }

    /// <summary>What the tokens take, in bytes.</summary>
    public long Size => _entries.Weight;

    /// <summary>What they may take at most, in bytes.</summary>
    public long Limit { get; }

    /// <summary>How many tokens there are.</summary>
    public int Count => _entries.Count;

    /// <summary>The token of this key, if it may still serve.</summary>
    public CachedToken? Find(in TokenKey key, TimeSpan now)
    {
        if (!_entries.TryGet(key, out var cached)) return null;
        if (Serves(key, cached, now)) return cached;

        _entries.Remove(key, cached);
        return null;
    }

    /// <summary>The token as it goes on a request.</summary>
    public DownstreamToken ToRequestToken(in TokenKey key, CachedToken cached) => _hot.Get(key, cached);

    /// <summary>
    /// Keeps a token, if it may serve. It does not take the place of one whose exchange began later, nor, got without claims, of one
    /// that was got with them: the API would ask for them again.
    /// </summary>
    /// <param name="token">The token.</param>
    /// <param name="wanted">What was asked for.</param>
    /// <param name="order">The number of its exchange, in the order in which exchanges began.</param>
    /// <returns>The token, kept or not.</returns>
    public CachedToken Add(AcquiredToken token, TokenAcquisition wanted, long order)
    {
        var now = _clock.Now;
        var servesUntil = token.EndsAt - ExpiryMargin;
        if (!_outliveAssertion && wanted.AssertionEndsIn is { } assertion && now + assertion < servesUntil) servesUntil = now + assertion;

        var fresh = new CachedToken(token, servesUntil, wanted, order);
        lock (_writing) // a purge sets its mark first and removes under this lock: it is seen here, or sees what is added here
        {
            if (Serves(wanted.Key, fresh, now) && !(Find(wanted.Key, now) is { } there && Outranks(there, fresh))) _entries.Set(wanted.Key, fresh);
        }

        return fresh;
    }

    /// <summary>Forgets every token that a purge has ended; walks all of them.</summary>
    public void RemovePurged() => RemoveWhere((key, cached) => !cached.CountsBy(_marks, key.Target.Name));

    public void Dispose() => _sweep.Dispose();

    private static bool Outranks(CachedToken there, CachedToken fresh) =>
        there.Order > fresh.Order || (there.Claims is not null && fresh.Claims is null);

    private bool Serves(in TokenKey key, CachedToken cached, TimeSpan now) => cached.ServesAt(now) && cached.CountsBy(_marks, key.Target.Name);

    private void Sweep()
    {
        var now = _clock.Now;
        RemoveWhere((_, cached) => !cached.ServesAt(now));
    }

    private void RemoveWhere(Func<TokenKey, CachedToken, bool> condition)
    {
        lock (_writing) _entries.RemoveWhere(condition);
        _hot.Clear();
    }
}
