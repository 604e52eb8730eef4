namespace FunctionsObo.Caching;

/// <summary>
/// SIEVE (Zhang et al., NSDI 2024, https://www.usenix.org/conference/nsdi24/presentation/zhang-yazhuo): entries stand in the order in
/// which they came, and a hand goes from the oldest to the newest and round again. It takes the first that was not read since it
/// last came past. A read moves nothing, so that it needs no lock. For one thread at a time.
/// </summary>
internal sealed class EvictionOrder<TKey, TValue>
{
    private CacheEntry<TKey, TValue>? _oldest;
    private CacheEntry<TKey, TValue>? _newest;
    private CacheEntry<TKey, TValue>? _hand;

    public int Count { get; private set; }

    /// <summary>What all entries weigh together.</summary>
    public long Weight { get; private set; }

    public void Add(CacheEntry<TKey, TValue> entry)
    {
        entry.Older = _newest;
        if (_newest is null) _oldest = entry;
        else _newest.Newer = entry;
        _newest = entry;
        Count++;
        Weight += entry.Weight;
    }

    public void Remove(CacheEntry<TKey, TValue> entry)
    {
        if (entry == _hand) _hand = entry.Newer;
        if (entry.Older is null) _oldest = entry.Newer;
        else entry.Older.Newer = entry.Newer;
        if (entry.Newer is null) _newest = entry.Older;
        else entry.Newer.Older = entry.Older;

        // Whoever still holds it holds no others by it.
        entry.Older = entry.Newer = null;
        Count--;
        Weight -= entry.Weight;
    }

    /// <summary>Whose turn it is to leave; there must be one.</summary>
    public CacheEntry<TKey, TValue> Next()
    {
        var entry = _hand ?? _oldest!;
        for (var passed = 0; entry.Used && passed < Count; passed++) // once round: readers may be faster than the hand
        {
            entry.Used = false;
            entry = entry.Newer ?? _oldest!;
        }

        return _hand = entry;
    }
}
