using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace FunctionsObo.Caching;

/// <summary>
/// A cache that is bounded by what its entries weigh together, or by their number; what was not used lately leaves first, and only
/// for want of room. Operations at the same time end as they would one after the other: writers wait for each other, and what they
/// do is to be seen from one moment on. Reads take no lock and allocate nothing.
/// </summary>
/// <remarks>Expiry is the user's: it keeps the time in the entry and asks its own clock.</remarks>
internal sealed class BoundedCache<TKey, TValue>
    where TKey : notnull
    where TValue : class
{
    /// <summary>What weighs more than an eighth of the limit is not kept: too many would have to leave for it.</summary>
    private const int HeaviestShare = 8;

    private readonly ConcurrentDictionary<TKey, CacheEntry<TKey, TValue>> _entries = new(concurrencyLevel: 1, capacity: 31);
    private readonly EvictionOrder<TKey, TValue> _order = new();
    private readonly Lock _writing = new();
    private readonly long _limit;
    private readonly long _heaviest;
    private readonly Func<TValue, long> _weigh;

    /// <summary>A cache that is bounded by the number of its entries.</summary>
    /// <param name="capacity">How many it may hold, above 0.</param>
    public BoundedCache(int capacity) => (_limit, _heaviest, _weigh) = (capacity, 1, _ => 1);

    /// <summary>A cache that is bounded by weight, such as bytes.</summary>
    /// <param name="limit">The most that all entries together weigh at any time.</param>
    /// <param name="weigh">What an entry weighs, not below 0, the same each time.</param>
    public BoundedCache(long limit, Func<TValue, long> weigh) => (_limit, _heaviest, _weigh) = (limit, limit / HeaviestShare, weigh);

    /// <summary>What all entries weigh together.</summary>
    public long Weight
    {
        get { lock (_writing) return _order.Weight; }
    }

    /// <summary>How many entries there are.</summary>
    public int Count
    {
        get { lock (_writing) return _order.Count; }
    }

    public bool TryGet(TKey key, [NotNullWhen(true)] out TValue? value)
    {
        if (!_entries.TryGetValue(key, out var entry))
        {
            value = null;
            return false;
        }

        if (!entry.Used) entry.Used = true; // written once, so that readers share the line in their processors' caches
        value = entry.Value;
        return true;
    }

    /// <summary>The entry of this key; if there is none, the one that is made, inside the lock, and added. Whoever asks at the same time gets the same.</summary>
    public TValue GetOrAdd(TKey key, Func<TKey, TValue> make)
    {
        if (TryGet(key, out var known)) return known;
        lock (_writing)
        {
            if (!TryGet(key, out known)) Set(key, known = make(key));
            return known;
        }
    }

    /// <summary>Adds the entry, or puts it in the place of the one with its key. One that is too heavy only removes that.</summary>
    public void Set(TKey key, TValue value)
    {
        var entry = new CacheEntry<TKey, TValue>(key, value, _weigh(value));
        lock (_writing) Put(entry, _entries.GetValueOrDefault(key));
    }

    /// <summary>The same, only if the entry is still this one.</summary>
    /// <returns>Whether it was.</returns>
    public bool TryReplace(TKey key, TValue expected, TValue value)
    {
        var entry = new CacheEntry<TKey, TValue>(key, value, _weigh(value));
        lock (_writing)
        {
            if (!_entries.TryGetValue(key, out var there) || !ReferenceEquals(there.Value, expected)) return false;
            Put(entry, there);
            return true;
        }
    }

    public void Remove(TKey key)
    {
        lock (_writing)
        {
            if (_entries.TryRemove(key, out var entry)) _order.Remove(entry);
        }
    }

    /// <summary>Removes the entry only if it is still this one.</summary>
    /// <returns>Whether it was.</returns>
    public bool Remove(TKey key, TValue value)
    {
        lock (_writing)
        {
            if (!_entries.TryGetValue(key, out var entry) || !ReferenceEquals(entry.Value, value)) return false;
            Drop(entry);
            return true;
        }
    }

    /// <summary>
    /// Removes every entry that the condition names, one after the other; walks all of them. None that was there from the beginning is
    /// passed over; of those that come meanwhile it may see some. The condition is asked outside of the lock.
    /// </summary>
    public void RemoveWhere(Func<TKey, TValue, bool> condition)
    {
        foreach (var (key, _) in _entries)
        {
            // What took its place meanwhile is asked about too: whoever replaced it had not seen it go.
            while (_entries.TryGetValue(key, out var entry) && condition(key, entry.Value) && !Remove(key, entry.Value)) { }
        }
    }

    /// <summary>Adds up what the entries have of something; walks all of them.</summary>
    public long Sum(Func<TValue, long> part) => _entries.Sum(entry => part(entry.Value.Value));

    private void Put(CacheEntry<TKey, TValue> entry, CacheEntry<TKey, TValue>? replaced)
    {
        if (entry.Weight > _heaviest)
        {
            if (replaced is not null) Drop(replaced);
            return;
        }

        if (replaced is not null) _order.Remove(replaced); // is still read, until the new one has its place
        while (_order.Weight + entry.Weight > _limit) Drop(_order.Next());
        entry.Used = replaced is not null;
        _order.Add(entry);
        _entries[entry.Key] = entry;
    }

    private void Drop(CacheEntry<TKey, TValue> entry)
    {
        _entries.TryRemove(entry.Key, out _);
        _order.Remove(entry);
    }
}
