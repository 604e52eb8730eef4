using System.Collections.Concurrent;
using FunctionsObo.Caching;

namespace FunctionsObo.Tests.Caching;

/// <summary>A cache, or what a cache ought to be, as random operations see it.</summary>
internal interface ICacheModel
{
    /// <summary>What the reads found, each at a place of its own.</summary>
    ConcurrentDictionary<int, string> Reads { get; }

    int Count { get; }

    long Weight { get; }

    void Set(int key, string value);

    string? Get(int key);

    void Remove(int key);

    /// <summary>Removes the entry, if it is this very string.</summary>
    void RemoveThis(int key, string expected);

    /// <summary>Replaces the entry, if it is this very string.</summary>
    void ReplaceThis(int key, string expected, string value);

    void RemoveWhere(int key);
}

/// <summary>The cache itself.</summary>
internal sealed class ActualCache(int limit) : ICacheModel
{
    private readonly BoundedCache<int, string> _cache = new(limit, value => value.Length);

    public ConcurrentDictionary<int, string> Reads { get; } = new();

    public int Count => _cache.Count;

    public long Weight => _cache.Weight;

    public void Set(int key, string value) => _cache.Set(key, value);

    public string? Get(int key) => _cache.TryGet(key, out var value) ? value : null;

    public void Remove(int key) => _cache.Remove(key);

    public void RemoveThis(int key, string expected) => _cache.Remove(key, expected);

    public void ReplaceThis(int key, string expected, string value) => _cache.TryReplace(key, expected, value);

    public void RemoveWhere(int key) => _cache.RemoveWhere((one, _) => one == key);
}

/// <summary>A dictionary that keeps nothing that is too heavy, and has room for all else.</summary>
internal sealed class ModelOfCache(int heaviest) : ICacheModel
{
    private readonly Dictionary<int, string> _entries = [];

    public ConcurrentDictionary<int, string> Reads { get; } = new();

    public int Count => _entries.Count;

    public long Weight => _entries.Values.Sum(value => value.Length);

    /// <summary>What it weighed at most.</summary>
    public long Peak { get; private set; }

    public void Set(int key, string value)
    {
        if (value.Length <= heaviest) _entries[key] = value;
        else _entries.Remove(key);
        Peak = Math.Max(Peak, Weight);
    }

    public string? Get(int key) => _entries.GetValueOrDefault(key);

    public void Remove(int key) => _entries.Remove(key);

    public void RemoveThis(int key, string expected)
    {
        if (IsThis(key, expected)) _entries.Remove(key);
    }

    public void ReplaceThis(int key, string expected, string value)
    {
        if (IsThis(key, expected)) Set(key, value);
    }

    public void RemoveWhere(int key) => _entries.Remove(key);

    private bool IsThis(int key, string expected) => ReferenceEquals(_entries.GetValueOrDefault(key), expected);
}

internal static class CacheComparison
{
    private const int Keys = 12;

    /// <summary>Whether the cache is what the model is, but for what had to leave for want of room.</summary>
    public static bool IsWhatIsLeftOf(this ActualCache cache, ModelOfCache model, int limit)
    {
        if (model.Peak <= limit) return cache.Describe() == model.Describe();

        var there = Enumerable.Range(0, Keys).Where(key => cache.Get(key) is not null).ToList();
        return there.All(key => cache.Get(key) == model.Get(key))
            && cache.Reads.All(read => read.Value == "none" || read.Value == model.Reads[read.Key])
            && cache.Count == there.Count
            && cache.Weight == there.Sum(key => cache.Get(key)!.Length)
            && cache.Weight <= limit;
    }

    public static string Describe(this ICacheModel cache) =>
        $"{cache.Count} of {cache.Weight}: {string.Join(", ", Enumerable.Range(0, Keys).Select(key => cache.Get(key) ?? "none"))}; reads {string.Join(", ", cache.Reads.OrderBy(read => read.Key).Select(read => $"{read.Key} {read.Value}"))}";
}
