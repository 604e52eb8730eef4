using FunctionsObo.TokenStores;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace FunctionsObo.Tests.TokenStores.Contract;

public sealed class MemoryDistributedCacheTests : TokenStoreContract
{
    private readonly ManualTime _time = new();
    private readonly MemoryDistributedCache _cache = new(Options.Create(new MemoryDistributedCacheOptions()));

    public MemoryDistributedCacheTests() => Store = new DistributedCacheStore(_cache, _time);

    protected override ITokenStore Store { get; }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public async Task What_is_too_short_to_be_an_entry_opens_for_nobody(int length)
    {
        var place = AnyPlace();
        await _cache.SetAsync($"functions-obo:{place}", new byte[length]);

        Assert.Empty((await Store.GetAsync(place, CancellationToken.None))!);
        await Store.SetIfNewerAsync(place, [1], TimeSpan.FromMinutes(1), CancellationToken.None);
        Assert.Equal(1, Assert.Single((await Store.GetAsync(place, CancellationToken.None))!));
    }

    protected override Task PassAsync(TimeSpan time)
    {
        _time.Advance(time);
        return Task.CompletedTask;
    }
}
