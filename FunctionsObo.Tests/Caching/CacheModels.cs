using System.Collections.Concurrent;
using FunctionsObo.Caching;
using TestSupport;

namespace FunctionsObo.Tests.Caching;

/// <summary>A cache, or what a cache ought to be, as random operations see it.</summary>
internal interface ICacheModel
{
    /// <summary>What the reads found, each at a place of its own.</summary>
    ConcurrentDictionary<int, string> Reads { get; }

    void Set(int key, string value);

    string? Get(int key);

    void Remove(int key);

    /// <summary>Removes what is found there, by its value.</summary>
    void RemoveThis(int key);

    void RemoveWhere(int key);

    string Describe();
}

/// <summary>The cache itself, with more room than the operations need.</summary>
internal sealed class ActualCache(int limit) : ICacheModel
{
    private readonly BoundedCache<int, string> _cache = new(limit, usual: 1, value => value.Length);

    public ConcurrentDictionary<int, string> Reads { get; } = new();

    public void Set(int key, string value) => _cache.Set(key, value);

    public string? Get(int key) => _cache.TryGet(key, out var value) ? value : null;

    public void Remove(int key) => _cache.Remove(key);

    public void RemoveThis(int key)
    {
        if (_cache.TryGet(key, out var value)) _cache.Remove(key, value);
    }

    public void RemoveWhere(int key) => _cache.RemoveWhere((one, _) => one == key);

    public string Describe() => Description.Of(Get, _cache.Count, _cache.Weight, Reads);
}

/// <summary>A dictionary that keeps nothing that is too heavy.</summary>
internal sealed class ModelOfCache(int heaviest) : ICacheModel
{
    private readonly Dictionary<int, string> _entries = [];

    public ConcurrentDictionary<int, string> Reads { get; } = new();

    public void Set(int key, string value)
    {
        if (value.Length <= heaviest) _entries[key] = value;
        else _entries.Remove(key);
    }

    public string? Get(int key) => _entries.GetValueOrDefault(key);

    public void Remove(int key) => _entries.Remove(key);

    public void RemoveThis(int key) => _entries.Remove(key);

    public void RemoveWhere(int key) => _entries.Remove(key);

    public string Describe() => Description.Of(Get, _entries.Count, _entries.Values.Sum(value => value.Length), Reads);
}

file static class Description
{
    public static string Of(Func<int, string?> get, int count, long weight, ConcurrentDictionary<int, string> reads) =>
        $"{count} of {weight}: {string.Join(", ", Enumerable.Range(0, 3).Select(key => get(key) ?? "none"))}; reads {string.Join(", ", reads.OrderBy(read => read.Key).Select(read => $"{read.Key} {read.Value}"))}";
}
