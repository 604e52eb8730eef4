using System.Security.Cryptography;
using FunctionsObo.TokenStores;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace FunctionsObo.OnBehalfOf.Sharing;

/// <summary>Reads and writes purges in the background, where the store can do that. The start waits for nothing of it.</summary>
/// <remarks>The parts are lazy because the host makes all hosted services before the configuration is checked.</remarks>
internal sealed class PurgeLoop(
    Lazy<GuardedStore> store, Lazy<PurgeReader> reader, Lazy<PurgeWriter> writer, IOptionsMonitor<DistributedTokenCacheOptions> options, StoreStartLog start, TimeProvider time) : BackgroundService
{
    /// <summary>However many purges a store tells of, they are read together.</summary>
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan MostToConnect = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        start.Report(store.Value.Kind, store.Value.Coordinating is not null);
        if (store.Value.Coordinating is { } coordinating) await Task.WhenAll(ReadAsync(coordinating, stoppingToken), writer.Value.RunAsync(stoppingToken));
        else await store.Value.GetAsync(Nothing(), MostToConnect); // a driver connects with the first call, which would take the first user's budget; where purges are read, that is the first call
    }

    private static StorePlace Nothing() => new(RandomNumberGenerator.GetBytes(StorePlace.Length));

    private async Task ReadAsync(ICoordinatingTokenStore coordinating, CancellationToken stopping)
    {
        while (true)
        {
            await reader.Value.ReadAsync().WaitAsync(stopping);
            await NextAsync(coordinating, stopping);
        }
    }

    /// <summary>Ends after the interval, or when the store says that there is something.</summary>
    private async Task NextAsync(ICoordinatingTokenStore coordinating, CancellationToken stopping)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var interval = Task.Delay(options.CurrentValue.PurgePollInterval, time, over.Token);
        var told = Task.Run(() => coordinating.WaitForMarkAsync(over.Token), over.Token);
        if (await Task.WhenAny(interval, told) == told)
            await (told.IsCompletedSuccessfully ? Task.Delay(ShortestInterval, time, stopping) : interval); // what cannot tell leaves the interval

        await over.CancelAsync();
        _ = told.ContinueWith(static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }
}
