using Microsoft.Extensions.Hosting;

namespace DevHost.Startup;

/// <summary>A host inside another program leaves Ctrl+C and SIGTERM to that program.</summary>
internal sealed class EmbeddedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
