using System.Diagnostics.Metrics;

namespace FunctionsObo.OnBehalfOf.Cache;

/// <summary>What operators see of the token cache: how lookups end, how much it holds.</summary>
internal sealed class CacheMetrics
{
    private static readonly KeyValuePair<string, object?> HitTag = new("result", "hit");
    private static readonly KeyValuePair<string, object?> MissTag = new("result", "miss");
    private static readonly KeyValuePair<string, object?> CoalescedTag = new("result", "coalesced");
    private static readonly KeyValuePair<string, object?> RememberedTag = new("result", "remembered_failure");

    private readonly Counter<long> _lookups;
    private readonly Counter<long> _refreshes;

    public CacheMetrics(IMeterFactory meters, DownstreamTokenCache cache)
    {
        var meter = meters.Create(Telemetry.Name);
        _lookups = meter.CreateCounter<long>(
            "functionsobo.token.cache.lookups", "{lookup}", "How requests for a downstream token ended: hit, miss, coalesced (joined an exchange under way), remembered_failure (nobody was asked).");
        _refreshes = meter.CreateCounter<long>("functionsobo.token.cache.refreshes", "{refresh}", "Tokens fetched ahead of their expiry, started.");
        meter.CreateObservableGauge("functionsobo.token.cache.size", () => cache.Size, "By", "Memory that cached downstream tokens take.");
        meter.CreateObservableGauge("functionsobo.token.cache.limit", () => cache.Limit, "By", "The most memory that cached downstream tokens may take.");
        meter.CreateObservableGauge("functionsobo.token.cache.entries", () => cache.Count, "{token}", "Cached downstream tokens.");
    }

    public void Hit() => _lookups.Add(1, HitTag);

    /// <param name="joined">Whether an exchange was under way already.</param>
    public void Miss(bool joined) => _lookups.Add(1, joined ? CoalescedTag : MissTag);

    /// <summary>The failure of an earlier request still holds.</summary>
    public void RememberedFailure() => _lookups.Add(1, RememberedTag);

    public void Refresh() => _refreshes.Add(1);
}
