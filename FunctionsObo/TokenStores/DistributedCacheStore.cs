using System.Buffers.Binary;
using Microsoft.Extensions.Caching.Distributed;

namespace FunctionsObo.TokenStores;

/// <summary>
/// Any <see cref="IDistributedCache"/> as a store. It has no operation of two steps in one: two instances that write the same entry at the same moment may leave the one that ends
/// earlier, which costs an exchange. It lacks all of <see cref="ICoordinatingTokenStore"/>.
/// </summary>
/// <param name="cache">The cache.</param>
/// <param name="time">The clock of the lifetimes.</param>
internal sealed class DistributedCacheStore(IDistributedCache cache, TimeProvider time) : ITokenStore
{
    /// <summary>Before the content: when the entry ends, in milliseconds since 1970, since the cache does not tell.</summary>
    private const int HeaderLength = sizeof(long);

    public async Task<byte[]?> GetAsync(StorePlace place, CancellationToken cancellationToken) =>
        await cache.GetAsync(KeyOf(place), cancellationToken) is not { } stored ? null
        : stored.Length < HeaderLength ? []
        : EndOf(stored) > Now ? stored[HeaderLength..]
        : null;

    public async Task SetIfNewerAsync(StorePlace place, byte[] content, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var end = Now + (long)lifetime.TotalMilliseconds;
        if (await cache.GetAsync(KeyOf(place), cancellationToken) is { Length: >= HeaderLength } there && EndOf(there) > end) return;

        var stored = new byte[HeaderLength + content.Length];
        BinaryPrimitives.WriteInt64BigEndian(stored, end);
        content.CopyTo(stored, HeaderLength);
        await cache.SetAsync(KeyOf(place), stored, new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = lifetime }, cancellationToken);
    }

    public Task RemoveAsync(StorePlace place, CancellationToken cancellationToken) => cache.RemoveAsync(KeyOf(place), cancellationToken);

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private static long EndOf(byte[] stored) => BinaryPrimitives.ReadInt64BigEndian(stored);

    private static string KeyOf(StorePlace place) => $"functions-obo:{place}";
}
