using Microsoft.Extensions.Hosting;

namespace FunctionApp.Authentication.Metadata;

/// <summary>
/// Fetches the metadata before it is needed and keeps it fresh. A provider that cannot be reached does not stop the start;
/// metadata that must not be trusted does.
/// </summary>
/// <remarks>The store is lazy because the host makes all hosted services before the configuration is checked.</remarks>
internal sealed class MetadataRefreshLoop(Lazy<MetadataStore> store, TimeProvider time) : BackgroundService
{
    /// <exception cref="ConfigurationException">The metadata was refused: the configuration points at the wrong place.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var first = await store.Value.RefreshAsync().WaitAsync(cancellationToken);
        if (first.Refusal is { } reason) throw new ConfigurationException([$"AzureAd: {reason}."]);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(store.Value.NextAttemptIn, time, stoppingToken);
            await store.Value.RefreshAsync().WaitAsync(stoppingToken);
        }
    }
}
