using System.Diagnostics.CodeAnalysis;
using BitFaster.Caching;
using BitFaster.Caching.Lru;

namespace FunctionsObo.Caching;

/// <summary>
/// A cache that is bounded by the number of its entries and by what they weigh together; what was not used lately leaves first.
/// The order is BitFaster's, which counts entries; the weight is summed here. Reads take no lock and allocate nothing.
/// Expiry is the user's: BitFaster's own goes by the system's clock.
/// </summary>
/// <remarks>
/// Once nobody is adding, all entries together weigh no more than the limit; each thread that is adding can be over it by its one
/// entry, and that weighs no more than an eighth of the limit: heavier ones are not kept.
/// </remarks>
internal sealed class BoundedCache<TKey, TValue>
    where TKey : notnull
    where TValue : class
{
    private const int HeaviestShare = 8;
    private const int ClearShare = 8;

    /// <summary>Trimming walks through everything, so that it takes two percent at a time.</summary>
    private const int TrimShare = 50;

    private readonly ConcurrentLruCore<
        TKey, Weighed<TValue>, LruItem<TKey, Weighed<TValue>>, RemovedItemPolicy<TKey, Weighed<TValue>>, TelemetryPolicy<TKey, Weighed<TValue>>> _entries;
    private readonly IBoundedPolicy _eviction;
    private readonly ITimePolicy _removed;
    private readonly WeightSum<TValue> _sum = new();
    private readonly long _limit;
    private readonly Func<TValue, long> _weigh;

    /// <summary>A cache that is bounded only by the number of its entries.</summary>
    /// <param name="capacity">How many it may hold, 3 or more.</param>
    public BoundedCache(int capacity)
        : this(capacity, long.MaxValue, _ => 1) { }

    /// <summary>A cache that is bounded by weight, such as bytes.</summary>
    /// <param name="limit">The most that all entries together may weigh.</param>
    /// <param name="usual">What an entry usually weighs: it holds as many as the limit has room for. While that number decides who
    /// leaves, the order is a better one than where the weight has to.</param>
    /// <param name="weigh">What an entry weighs, above 0.</param>
    public BoundedCache(long limit, long usual, Func<TValue, long> weigh)
        : this((int)Math.Min(limit / usual, int.MaxValue), limit, weigh) { }

    private BoundedCache(int capacity, long limit, Func<TValue, long> weigh)
    {
        _entries = new(Environment.ProcessorCount, new FavorWarmPartition(capacity), EqualityComparer<TKey>.Default, default, default);
        _eviction = _entries.Policy.Eviction.Value!;
        _removed = _entries.Policy.ExpireAfterWrite.Value!;
        _entries.Events.Value!.ItemRemoved += (_, removed) => _sum.Leave(removed.Value!);
        _entries.Events.Value!.ItemUpdated += (_, updated) => _sum.Leave(updated.OldValue!);
        _limit = limit;
        _weigh = weigh;
    }

    /// <summary>What all entries weigh together.</summary>
    public long Weight => _sum.Weight;

    /// <summary>How many entries there are.</summary>
    public int Count => _sum.Count;

    /// <summary>The places that are taken: entries, and those that were removed and whose place is not yet cleared.</summary>
    private int Places => _entries.HotCount + _entries.WarmCount + _entries.ColdCount;

    public bool TryGet(TKey key, [NotNullWhen(true)] out TValue? value) =>
        (value = _entries.TryGet(key, out var entry) ? entry.Value : null) is not null;

    /// <summary>Adds the entry, or puts it in the place of the one with its key. One that is too heavy only removes that.</summary>
    public void Set(TKey key, TValue value)
    {
        var entry = new Weighed<TValue>(value, _weigh(value));
        if (entry.Weight > _limit / HeaviestShare) Remove(key);
        else Put(key, entry);

        while (Weight > _limit && Places > 0) _eviction.Trim(Math.Max(1, Count / TrimShare));
    }

    public void Remove(TKey key)
    {
        if (_entries.TryRemove(key)) ClearPlaces(_entries.Capacity / ClearShare);
    }

    /// <summary>Removes the entry only if it is still this one.</summary>
    public void Remove(TKey key, TValue value)
    {
        if (_entries.TryGet(key, out var entry) && ReferenceEquals(entry.Value, value) && _entries.TryRemove(KeyValuePair.Create(key, entry)))
            ClearPlaces(_entries.Capacity / ClearShare);
    }

    /// <summary>Removes every entry that the condition names; walks all of them.</summary>
    public void RemoveWhere(Func<TKey, TValue, bool> condition)
    {
        foreach (var entry in _entries)
        {
            if (condition(entry.Key, entry.Value.Value)) _entries.TryRemove(entry);
        }

        ClearPlaces(atMost: 0);
    }

    /// <summary>Adds up what the entries have of something; walks all of them.</summary>
    public long Sum(Func<TValue, long> part) => _entries.Sum(entry => part(entry.Value.Value));

    private void Put(TKey key, Weighed<TValue> entry)
    {
        _sum.Enter(entry);
        while (!_entries.TryUpdate(key, entry))
        {
            if (ReferenceEquals(_entries.GetOrAdd(key, static (_, added) => added, entry), entry)) return;
        }

        // An update can land on what is being evicted, of which the event then tells the old value or the new one.
        if (!_entries.TryGet(key, out var kept) || !ReferenceEquals(kept, entry)) _sum.Leave(entry);
    }

    /// <summary>What was removed keeps its place in BitFaster's queues, and its memory, until it is its turn to leave.</summary>
    private void ClearPlaces(int atMost)
    {
        if (Places - Count > atMost) _removed.TrimExpired();
    }
}
