namespace FunctionsObo.Caching;

/// <summary>A key's value and its place in the order of eviction. A value that is replaced gets a new one.</summary>
internal sealed class CacheEntry<TKey, TValue>(TKey key, TValue value, long weight)
{
    public TKey Key => key;

    public TValue Value => value;

    public long Weight => weight;

    /// <summary>Whether it was read since eviction last came past. Readers set it without a lock.</summary>
    public bool Used { get; set; }

    public CacheEntry<TKey, TValue>? Older { get; set; }

    public CacheEntry<TKey, TValue>? Newer { get; set; }
}
