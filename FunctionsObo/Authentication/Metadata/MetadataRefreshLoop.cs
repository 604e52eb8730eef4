using FunctionsObo.Registration;
using Microsoft.Extensions.Hosting;

namespace FunctionsObo.Authentication.Metadata;

/// <summary>
/// Fetches the metadata before it is needed and keeps it fresh. An identity platform that cannot be reached does not stop the start;
/// metadata that must not be trusted does.
/// </summary>
/// <remarks>The store is lazy because the host makes all hosted services before the configuration is checked.</remarks>
internal sealed class MetadataRefreshLoop(Lazy<MetadataStore> store, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan TimerResolution = TimeSpan.FromMilliseconds(1);

    /// <exception cref="ConfigurationException">The metadata was refused: the configuration points at the wrong place.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var first = await store.Value.RefreshAsync().WaitAsync(cancellationToken);
        if (first.Refusal is { } reason) throw new ConfigurationException([$"AzureAd: {reason}."]);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var (wait, changed) = store.Value.NextAttempt;
            if (wait < TimerResolution) await store.Value.RefreshAsync().WaitAsync(stoppingToken);
            else await changed.WaitAsync(wait, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // the time is over, or the host stops
        }
    }
}
