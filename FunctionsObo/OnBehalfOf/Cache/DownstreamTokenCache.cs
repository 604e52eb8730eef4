using System.Diagnostics.Metrics;
using FunctionsObo.Authentication;
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
    public DownstreamToken ToRequestToken(in TokenKey key, CachedToken cached) => _hot.Get(key, cached);

    /// <summary>Makes a token ready to be kept.</summary>
    /// <param name="token">The token.</param>
    /// <param name="assertionExpiresAt">When the assertion expires; null if there is none.</param>
    /// <param name="owner">Whose it is.</param>
    public CachedToken Pack(AcquiredToken token, DateTimeOffset? assertionExpiresAt, PrincipalId owner)
    {
        var servesUntil = token.ExpiresAt - ExpiryMargin;
        if (!_outliveAssertion && assertionExpiresAt < servesUntil) servesUntil = assertionExpiresAt.Value;
        return new CachedToken(token.AccessToken, token.ExpiresAt, servesUntil, token.RefreshAt, owner);
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

/// <summary>
/// What a downstream token is kept by. The hash is the assertion's, or the tenant's for the app's own tokens: it stands for
/// user, tenant and calling client at once, since all three are in what is hashed. The target stands for our own client and the
/// scopes.
/// </summary>
internal readonly record struct TokenKey(TokenHash Assertion, TargetApi Target)
{
    /// <summary>The key of the app's own token in a tenant.</summary>
    public static TokenKey ForApp(string tenantId, TargetApi target) => new(TokenHash.Compute($"app:{tenantId}"), target);
}

/// <summary>What operators see of the token cache: how lookups end, how much it holds.</summary>
internal sealed class CacheMetrics
{
    private static readonly KeyValuePair<string, object?> HitTag = new("result", "hit");
    private static readonly KeyValuePair<string, object?> MissTag = new("result", "miss");
    private static readonly KeyValuePair<string, object?> CoalescedTag = new("result", "coalesced");
    private static readonly KeyValuePair<string, object?> UserActionTag = new("result", "user_action");

    private readonly Counter<long> _lookups;
    private readonly Counter<long> _refreshes;

    public CacheMetrics(IMeterFactory meters, DownstreamTokenCache cache)
    {
        var meter = meters.Create(Telemetry.Name);
        _lookups = meter.CreateCounter<long>(
            "functionsobo.token.cache.lookups", "{lookup}", "How requests for a downstream token ended: hit, miss, coalesced (joined an exchange under way), user_action (remembered failure).");
        _refreshes = meter.CreateCounter<long>("functionsobo.token.cache.refreshes", "{refresh}", "Tokens fetched ahead of their expiry, started.");
        meter.CreateObservableGauge("functionsobo.token.cache.size", () => cache.Size, "By", "Memory that cached downstream tokens take.");
        meter.CreateObservableGauge("functionsobo.token.cache.entries", () => cache.Count, "{token}", "Cached downstream tokens.");
    }

    public void Hit() => _lookups.Add(1, HitTag);

    /// <param name="joined">Whether an exchange was under way already.</param>
    public void Miss(bool joined) => _lookups.Add(1, joined ? CoalescedTag : MissTag);

    public void RememberedUserAction() => _lookups.Add(1, UserActionTag);

    public void Refresh() => _refreshes.Add(1);
}
