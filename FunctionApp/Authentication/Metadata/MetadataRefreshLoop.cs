using Microsoft.Extensions.Hosting;

namespace FunctionApp.Authentication.Metadata;

/// <summary>
/// Fetches the metadata before it is needed and keeps it fresh. A provider that cannot be reached does not stop the start;
/// metadata that must not be trusted does.
/// </summary>
internal sealed class MetadataRefreshLoop(MetadataStore store, TimeProvider time) : BackgroundService
{
    /// <exception cref="ConfigurationException">The metadata was refused: the configuration points at the wrong place.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var first = await store.RefreshAsync().WaitAsync(cancellationToken);
        if (first.Refusal is { } reason) throw new ConfigurationException([$"AzureAd: {reason}."]);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(store.NextAttemptIn, time, stoppingToken);
            await store.RefreshAsync().WaitAsync(stoppingToken);
        }
    }
}
