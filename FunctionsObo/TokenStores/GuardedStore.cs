using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;

namespace FunctionsObo.TokenStores;

/// <summary>
/// The store as the engine uses it: nothing here throws, and nothing takes longer than it may. What a request waits for, what nobody waits for, and sessions, which have more time, go different ways, so
/// that a store that only hangs on writing is still read, and one that is too slow for look-ups still has its sessions.
/// </summary>
internal sealed class GuardedStore : IDisposable
{
    private const int RequestsAtATime = 16;
    private const int BackgroundAtATime = 4;
    private const int SessionsAtATime = 16;

    /// <summary>Nobody waits, so that a slow store has the time that it needs.</summary>
    private static readonly TimeSpan BackgroundBudget = TimeSpan.FromSeconds(2);

    private readonly ITokenStore _store;
    private readonly StoreLane _requests;
    private readonly StoreLane _background;
    private readonly StoreLane _sessions;

    public GuardedStore(ITokenStore store, IOptions<DistributedTokenCacheOptions> options, StoreDiagnostics diagnostics, IMeterFactory meters, TimeProvider time)
    {
        _store = store;
        _requests = new StoreLane(StoreWay.Requests, RequestsAtATime, options.Value.CircuitBreak, diagnostics, time);
        _background = new StoreLane(StoreWay.Background, BackgroundAtATime, options.Value.CircuitBreak, diagnostics, time);
        _sessions = new StoreLane(StoreWay.Sessions, SessionsAtATime, options.Value.CircuitBreak, diagnostics, time);
        meters.Create(Telemetry.Name).CreateObservableGauge("functionsobo.store.circuit.open", OpenCircuits, "{circuit}", "1 while the shared store is not asked, else 0.");
    }

    /// <summary>What it is, for the log.</summary>
    public Type Kind => _store.GetType();

    /// <summary>By what instances act as one; null for a store that cannot do that.</summary>
    public ICoordinatingTokenStore? Coordinating => _store as ICoordinatingTokenStore;

    /// <summary>Reads an entry for a request.</summary>
    /// <param name="place">Its place.</param>
    /// <param name="budget">How long the request may wait.</param>
    public Task<StoreAnswer<byte[]?>> GetAsync(StorePlace place, TimeSpan budget) =>
        _requests.CallAsync(StoreOperation.Get, budget, over => _store.GetAsync(place, over));

    /// <summary>Writes an entry.</summary>
    /// <param name="place">Its place.</param>
    /// <param name="content">The content.</param>
    /// <param name="lifetime">How long it counts.</param>
    /// <param name="replaces">Whether what is there is of no use, whenever it ends.</param>
    /// <returns>Whether it was written.</returns>
    public async Task<bool> SetAsync(StorePlace place, byte[] content, TimeSpan lifetime, bool replaces) => (await _background.CallAsync(StoreOperation.Set, BackgroundBudget, async over =>
    {
        if (replaces) await _store.RemoveAsync(place, over);
        await _store.SetIfNewerAsync(place, content, lifetime, over);
        return true;
    })).Arrived;

    /// <summary>Calls a store that coordinates, for a request.</summary>
    /// <exception cref="InvalidOperationException">It does not.</exception>
    public Task<StoreAnswer<T>> RequestAsync<T>(StoreOperation operation, TimeSpan budget, Func<ICoordinatingTokenStore, CancellationToken, Task<T>> call) =>
        CallAsync(_requests, operation, budget, call);

    /// <summary>The same for a long-running session, which cannot go on without the store.</summary>
    /// <inheritdoc cref="RequestAsync"/>
    public Task<StoreAnswer<T>> SessionAsync<T>(StoreOperation operation, TimeSpan budget, Func<ICoordinatingTokenStore, CancellationToken, Task<T>> call) =>
        CallAsync(_sessions, operation, budget, call);

    /// <summary>The same where nobody waits.</summary>
    /// <inheritdoc cref="RequestAsync"/>
    public Task<StoreAnswer<T>> BackgroundAsync<T>(StoreOperation operation, Func<ICoordinatingTokenStore, CancellationToken, Task<T>> call) =>
        CallAsync(_background, operation, BackgroundBudget, call);

    public void Dispose()
    {
        _requests.Dispose();
        _background.Dispose();
        _sessions.Dispose();
    }

    private Task<StoreAnswer<T>> CallAsync<T>(StoreLane lane, StoreOperation operation, TimeSpan budget, Func<ICoordinatingTokenStore, CancellationToken, Task<T>> call)
    {
        var store = Coordinating ?? throw new InvalidOperationException("The store does not coordinate.");
        return lane.CallAsync(operation, budget, over => call(store, over));
    }

    private IEnumerable<Measurement<long>> OpenCircuits() =>
        ((StoreLane[])[_requests, _background, _sessions]).Select(lane => new Measurement<long>(lane.IsOpen ? 1 : 0, new KeyValuePair<string, object?>("way", lane.Way.ToString())));
}
