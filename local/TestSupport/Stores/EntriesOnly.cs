using FunctionsObo.TokenStores;

namespace TestSupport.Stores;

/// <summary>A store that can do no more than any cache.</summary>
internal sealed class EntriesOnly(ITokenStore store) : ITokenStore
{
    public Task<byte[]?> GetAsync(StorePlace place, CancellationToken cancellationToken) => store.GetAsync(place, cancellationToken);

    public Task SetIfNewerAsync(StorePlace place, byte[] content, TimeSpan lifetime, CancellationToken cancellationToken) => store.SetIfNewerAsync(place, content, lifetime, cancellationToken);

    public Task RemoveAsync(StorePlace place, CancellationToken cancellationToken) => store.RemoveAsync(place, cancellationToken);
}
