using FunctionsObo.Caching;
using Microsoft.Extensions.Options;

namespace FunctionsObo.OnBehalfOf.Cache;

/// <summary>
/// The downstream tokens, bounded by memory. An entry serves until five minutes before the token expires, and not longer than
/// the assertion it was exchanged for (unless TokenCache:OutliveAssertion says so).
/// </summary>
internal sealed class DownstreamTokenCache : IDisposable
{
    private const long BytesPerMegabyte = 1024 * 1024;
    private const long UsualBytes = 2048; // a token of 1,500 characters with all that it takes

    private static readonly TimeSpan ExpiryMargin = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(5);

    private readonly BoundedCache<TokenKey, CachedToken> _entries;
    private readonly HotTokens _hot = new();
    private readonly bool _outliveAssertion;
    private readonly TimeProvider _time;
    private readonly ITimer _sweep;

    public DownstreamTokenCache(IOptions<TokenCacheOptions> options, TimeProvider time)
    {
        _entries = new(options.Value.SizeLimitMegabytes * BytesPerMegabyte, UsualBytes, entry => entry.Size);
        _outliveAssertion = options.Value.OutliveAssertion;
        _time = time;
        _sweep = time.CreateTimer(_ => Sweep(), null, SweepInterval, SweepInterval);
    }

    /// <summary>What the tokens take, in bytes.</summary>
    public long Size => _entries.Weight;

    /// <summary>How many tokens there are.</summary>
    public int Count => _entries.Count;

    /// <summary>The token of this key, if it may still serve.</summary>
    public CachedToken? Find(in TokenKey key, DateTimeOffset now)
    {
        if (!_entries.TryGet(key, out var cached)) return null;
        if (cached.ServesAt(now)) return cached;

        _entries.Remove(key, cached);
        return null;
    }

    /// <summary>The token as it goes on a request.</summary>
    public DownstreamToken Reveal(in TokenKey key, CachedToken cached) => _hot.Get(key, cached);

    /// <summary>Makes a token ready to be kept.</summary>
    /// <param name="token">The token.</param>
    /// <param name="holderExpiresAt">When the assertion expires; null if there is none.</param>
    /// <param name="holder">Whose it is.</param>
    public CachedToken Pack(AcquiredToken token, DateTimeOffset? holderExpiresAt, TokenHolder holder)
    {
        var servesUntil = token.ExpiresAt - ExpiryMargin;
        if (!_outliveAssertion && holderExpiresAt < servesUntil) servesUntil = holderExpiresAt.Value;
        return new CachedToken(token.AccessToken, token.ExpiresAt, servesUntil, token.RefreshAt, holder);
    }

    /// <summary>Keeps a token, unless its time is over already.</summary>
    public void Add(TokenKey key, CachedToken token)
    {
        if (token.ServesAt(_time.GetUtcNow())) _entries.Set(key, token);
    }

    public void Remove(TokenKey key) => _entries.Remove(key);

    /// <summary>Forgets every token that the condition names.</summary>
    public void RemoveWhere(Func<TokenKey, CachedToken, bool> condition)
    {
        _entries.RemoveWhere(condition);
        _hot.Clear();
    }

    public void Dispose() => _sweep.Dispose();

    private void Sweep()
    {
        var now = _time.GetUtcNow();
        RemoveWhere((_, cached) => !cached.ServesAt(now));
    }
}
