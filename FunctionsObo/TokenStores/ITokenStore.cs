namespace FunctionsObo.TokenStores;

/// <summary>
/// A store that all instances of the app share: sealed tokens, each at a place. Whoever reads it can make nothing of it, and what it answers is believed only if it opens
/// (docs/security.md), so it may lose, repeat or garble anything. It may be slow or down: the engine waits for it only for a short time, whatever it does, and keeps
/// the number of calls under way small.
/// </summary>
/// <remarks>
/// For concurrent use. A call fails by any exception but <see cref="ArgumentException"/>; what an exception says is not shown to anybody. A cancellation token means that nobody waits any
/// more; a store may end the call then, and need not. By more than this, instances can act as one: <see cref="ICoordinatingTokenStore"/>.
/// </remarks>
public interface ITokenStore
{
    /// <summary>Reads an entry.</summary>
    /// <param name="place">Its place.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    /// <returns>The content; null when there is none, or its lifetime is over by the store's clock.</returns>
    Task<byte[]?> GetAsync(StorePlace place, CancellationToken cancellationToken);

    /// <summary>Writes an entry, unless one is there that ends later.</summary>
    /// <param name="place">Its place.</param>
    /// <param name="content">The content: less than 32 KB. Not changed afterwards.</param>
    /// <param name="lifetime">How long it counts from now, in whole minutes, 1 to 1,440. Then the store may delete it, and does not give it out any more.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    Task SetIfNewerAsync(StorePlace place, byte[] content, TimeSpan lifetime, CancellationToken cancellationToken);

    /// <summary>Removes an entry. One that is not there is no error.</summary>
    /// <param name="place">Its place.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    Task RemoveAsync(StorePlace place, CancellationToken cancellationToken);
}
