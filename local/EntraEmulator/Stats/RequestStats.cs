using System.Collections.Concurrent;

namespace EntraEmulator.Stats;

/// <summary>What an emulator was asked for. Every request counts when it arrives, also one that a fault answers. Safe for concurrent use.</summary>
public sealed class RequestStats
{
    private volatile Counts _counts = new();

    internal RequestStats()
    {
    }

    /// <summary>The counts now.</summary>
    public StatsSnapshot Snapshot()
    {
        var counts = _counts;
        return new StatsSnapshot(
            Copy(counts.Endpoints),
            Copy(counts.Grants),
            counts.Exchanges
                .GroupBy(one => one.Key.User, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, IReadOnlyDictionary<string, long> (group) => Copy(group.Select(one => KeyValuePair.Create(one.Key.Api, one.Value))), StringComparer.Ordinal),
            Copy(counts.Failures),
            Interlocked.Read(ref counts.Issued),
            Interlocked.Read(ref counts.Faults));
    }

    /// <summary>Sets every count to 0.</summary>
    public void Reset() => _counts = new Counts();

    internal static string NameOf(EmulatorEndpoint endpoint) => endpoint.ToString().ToLowerInvariant();

    /// <param name="endpoint">Where it arrived.</param>
    /// <param name="grant">The grant's name; null for none that is known.</param>
    /// <param name="user">Whose token is exchanged, by name; null for nobody who is known.</param>
    /// <param name="api">The API that the exchange is for, by name; null for none that is known.</param>
    internal void CountRequest(EmulatorEndpoint endpoint, string? grant, string? user, string? api)
    {
        var counts = _counts;
        Add(counts.Endpoints, NameOf(endpoint));
        if (endpoint != EmulatorEndpoint.Token) return;
        Add(counts.Grants, grant ?? "other");
        if (string.Equals(grant, "on_behalf_of", StringComparison.Ordinal))
            Add(counts.Exchanges, (user ?? "unknown", api ?? "unknown"));
    }

    internal void CountFailure(int code) => Add(_counts.Failures, $"AADSTS{code}");

    internal void CountIssued() => Interlocked.Increment(ref _counts.Issued);

    internal void CountFault() => Interlocked.Increment(ref _counts.Faults);

    private static void Add<TKey>(ConcurrentDictionary<TKey, long> counts, TKey key)
        where TKey : notnull => counts.AddOrUpdate(key, 1, static (_, count) => count + 1);

    private static Dictionary<string, long> Copy(IEnumerable<KeyValuePair<string, long>> counts) =>
        counts.ToDictionary(one => one.Key, one => one.Value, StringComparer.Ordinal);

    private sealed class Counts
    {
        public readonly ConcurrentDictionary<string, long> Endpoints = new(StringComparer.Ordinal);
        public readonly ConcurrentDictionary<string, long> Grants = new(StringComparer.Ordinal);
        public readonly ConcurrentDictionary<(string User, string Api), long> Exchanges = new();
        public readonly ConcurrentDictionary<string, long> Failures = new(StringComparer.Ordinal);
        public long Issued;
        public long Faults;
    }
}
