using DevStack.Stores;

namespace DevStack.Startup;

// The store: it is there before the app, and ends after it.
public sealed partial class LocalStack
{
    /// <summary>By what the app's processes share their tokens; null if by nothing.</summary>
    public StartedStore? Store { get; private set; }

    private async Task StartStoreAsync(CancellationToken cancellationToken)
    {
        Store = await StoreStart.StartAsync(_options, cancellationToken);
        if (Store is not null) Add(Store.Name, Store, Store.Address);
    }
}
