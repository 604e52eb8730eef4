using FunctionsObo.TokenStores;
using TestSupport.Stores;

namespace FunctionsObo.Tests.TokenStores.Contract;

/// <summary>The store that tests of several instances use does what a store has to.</summary>
public sealed class MemoryTokenStoreTests : CoordinatingTokenStoreContract
{
    private readonly ManualTime _time = new();

    public MemoryTokenStoreTests() => Store = new MemoryTokenStore(_time);

    protected override ITokenStore Store { get; }

    protected override Task PassAsync(TimeSpan time)
    {
        _time.Advance(time);
        return Task.CompletedTask;
    }
}
