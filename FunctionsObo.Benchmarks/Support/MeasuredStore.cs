using Microsoft.Extensions.Caching.Distributed;

namespace FunctionsObo.Benchmarks.Support;

/// <summary>A cache that says how much was written to it.</summary>
internal sealed class MeasuredStore(IDistributedCache cache) : IDistributedCache
{
    private int _written;
    private int _largest;

    /// <summary>The largest value, with what the store's adapter adds.</summary>
    public int LargestBytes => Volatile.Read(ref _largest);

    /// <summary>Ends when so many values were written.</summary>
    public async Task WrittenAsync(int values)
    {
        while (Volatile.Read(ref _written) < values) await Task.Yield();
    }

    public byte[]? Get(string key) => cache.Get(key);

    public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => cache.GetAsync(key, token);

    public void Refresh(string key) => cache.Refresh(key);

    public Task RefreshAsync(string key, CancellationToken token = default) => cache.RefreshAsync(key, token);

    public void Remove(string key) => cache.Remove(key);

    public Task RemoveAsync(string key, CancellationToken token = default) => cache.RemoveAsync(key, token);

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => cache.Set(key, value, options);

    public async Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        await cache.SetAsync(key, value, options, token);
        Interlocked.Increment(ref _written);
        _largest = Math.Max(_largest, value.Length);
    }
}
