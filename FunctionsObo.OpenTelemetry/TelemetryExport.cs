using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsObo.OpenTelemetry;

/// <summary>
/// The export, if there is one: begins with the app, and sends what is left when everything else has stopped. Everything of OpenTelemetry
/// is behind <see cref="Pipeline"/>, so that its assemblies are loaded only when it is used.
/// </summary>
internal sealed class TelemetryExport : IHostedLifecycleService, IDisposable
{
    /// <summary>For what is left at the end; the host waits only a little longer for the worker.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(4);

    private readonly IDisposable? _pipeline;
    private readonly Func<TimeSpan, Task> _shutdown = _ => Task.CompletedTask;

    public TelemetryExport(ExportSettings settings, IConfiguration configuration, IHostEnvironment environment, string[] names)
    {
        if (settings.IsOn) (_pipeline, Logs, _shutdown) = Begin(settings, configuration, environment, names);
    }

    /// <summary>Where the app's log goes to.</summary>
    public ILoggerProvider Logs { get; } = NullLoggerProvider.Instance;

    public Task StoppedAsync(CancellationToken cancellationToken) => _shutdown(LastWords);

    public void Dispose() => _pipeline?.Dispose();

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static (IDisposable Pipeline, ILoggerProvider Logs, Func<TimeSpan, Task> Shutdown) Begin(
        ExportSettings settings, IConfiguration configuration, IHostEnvironment environment, string[] names)
    {
        var pipeline = new Pipeline(settings, configuration, environment.ApplicationName, names);
        return (pipeline, pipeline.Logs, pipeline.ShutdownAsync);
    }
}
