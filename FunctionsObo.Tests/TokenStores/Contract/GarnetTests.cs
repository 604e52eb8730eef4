using FunctionsObo.TokenStores;

namespace FunctionsObo.Tests.TokenStores.Contract;

/// <summary>Redis' adapter, over its protocol.</summary>
public sealed class GarnetTests(GarnetFixture garnet) : TokenStoreContract, IClassFixture<GarnetFixture>
{
    private readonly ManualTime _time = new();

    protected override ITokenStore Store => field ??= new DistributedCacheStore(garnet.Cache, _time);

    protected override Task PassAsync(TimeSpan time)
    {
        _time.Advance(time);
        return Task.CompletedTask;
    }
}
