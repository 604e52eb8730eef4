using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace FunctionApp.Caching;

/// <summary>
/// A bounded cache of two generations. What is added or read goes into the young one; when that holds half of the capacity
/// it becomes the old one, and what was old and not read since is gone. Reads take no lock and allocate nothing, and there is
/// no moment at which a full cache refuses a new entry (as MemoryCache with a size limit does until its compaction has run).
/// </summary>
/// <param name="capacity">The most that all entries together may weigh.</param>
/// <param name="weigh">What an entry weighs, in the capacity's unit: 1 for counting, bytes for a memory limit.</param>
internal sealed class GenerationalCache<TKey, TValue>(long capacity, Func<TValue, long> weigh)
    where TKey : notnull
    where TValue : class
{
    private readonly Lock _turning = new();
    private volatile Generation _young = new();
    private volatile Generation _old = new();

    /// <summary>What all entries weigh together.</summary>
    public long Weight => _young.Weight + _old.Weight;

    /// <summary>How many entries there are.</summary>
    public int Count => _young.Entries.Count + _old.Entries.Count;

    public bool TryGet(TKey key, [NotNullWhen(true)] out TValue? value)
    {
        if (_young.Entries.TryGetValue(key, out value)) return true;
        if (!_old.TryTake(key, weigh, out value)) return false;

        Set(key, value); // read again: it moves to the young
        return true;
    }

    /// <summary>Adds the entry, or puts it in the place of the one with its key.</summary>
    public void Set(TKey key, TValue value)
    {
        _old.TryTake(key, weigh, out _);
        var young = _young;
        young.Put(key, value, weigh);
        if (young.Weight > capacity / 2) Turn(young);
    }

    public bool Remove(TKey key) => _young.TryTake(key, weigh, out _) | _old.TryTake(key, weigh, out _);

    /// <summary>Removes the entry only if it is still this one.</summary>
    public void Remove(TKey key, TValue value)
    {
        _young.TryTake(key, value, weigh);
        _old.TryTake(key, value, weigh);
    }

    /// <summary>Removes every entry that the condition names; walks all of them.</summary>
    public void RemoveWhere(Func<TKey, TValue, bool> condition)
    {
        foreach (var generation in (ReadOnlySpan<Generation>)[_young, _old])
        {
            foreach (var (key, value) in generation.Entries)
            {
                if (condition(key, value)) generation.TryTake(key, value, weigh);
            }
        }
    }

    private void Turn(Generation full)
    {
        lock (_turning)
        {
            if (_young != full) return;
            _old = full;
            _young = new Generation();
        }
    }

    private sealed class Generation
    {
        private long _weight;

        public ConcurrentDictionary<TKey, TValue> Entries { get; } = new();

        public long Weight => Interlocked.Read(ref _weight);

        public void Put(TKey key, TValue value, Func<TValue, long> weigh)
        {
            TryTake(key, weigh, out _);
            if (Entries.TryAdd(key, value)) Interlocked.Add(ref _weight, weigh(value));
        }

        public bool TryTake(TKey key, Func<TValue, long> weigh, [NotNullWhen(true)] out TValue? value)
        {
            if (!Entries.TryRemove(key, out value)) return false;
            Interlocked.Add(ref _weight, -weigh(value));
            return true;
        }

        public void TryTake(TKey key, TValue value, Func<TValue, long> weigh)
        {
            if (Entries.TryRemove(KeyValuePair.Create(key, value))) Interlocked.Add(ref _weight, -weigh(value));
        }
    }
}
