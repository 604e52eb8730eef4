using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace FunctionsObo.OpenTelemetry;

/// <summary>
/// The SDK of OpenTelemetry, in a container of its own: it is put together when the app's configuration is known, and the app's own
/// container is closed by then.
/// </summary>
internal sealed class Pipeline : IDisposable
{
    /// <summary>The framework's own spans and metrics of HttpClient (https://learn.microsoft.com/dotnet/fundamentals/networking/telemetry/overview).</summary>
    private const string HttpClients = "System.Net.Http";

    /// <summary>Counted several times in each call, and seldom read.</summary>
    private static readonly string[] Costly = ["http.client.active_requests", "http.client.open_connections", "http.client.request.time_in_queue"];

    private readonly ServiceProvider _services;
    private readonly TracerProvider? _traces;
    private readonly MeterProvider? _metrics;

    public Pipeline(ExportSettings settings, IConfiguration configuration, string application, string[] names)
    {
        var services = new ServiceCollection().AddSingleton(configuration);
        services.AddOpenTelemetry()
            .ConfigureResource(resource => Describe(resource, configuration, application))
            .WithTracing(traces => Trace(traces, settings, configuration, names))
            .WithMetrics(metrics => Measure(metrics, settings, configuration, names))
            .WithLogging(logs => Log(logs, settings), options => (options.IncludeFormattedMessage, options.IncludeScopes) = (true, true));
        _services = services.BuildServiceProvider();

        if (settings.Traces) _traces = _services.GetRequiredService<TracerProvider>();
        if (settings.Metrics) _metrics = _services.GetRequiredService<MeterProvider>();
        if (settings.Logs) Logs = _services.GetRequiredService<ILoggerProvider>();
    }

    public ILoggerProvider Logs { get; } = NullLoggerProvider.Instance;

    /// <summary>Sends what is left, the three signals at the same time.</summary>
    /// <param name="limit">After this time what is not sent is lost.</param>
    public Task ShutdownAsync(TimeSpan limit)
    {
        var most = (int)limit.TotalMilliseconds;
        var logs = Logs is NullLoggerProvider ? null : _services.GetService<LoggerProvider>();
        return Task.WhenAll(
                Task.Run(() => _traces?.Shutdown(most)), Task.Run(() => _metrics?.Shutdown(most)), Task.Run(() => logs?.Shutdown(most)))
            .WaitAsync(limit)
            .ContinueWith(static _ => { }, TaskScheduler.Default);
    }

    public void Dispose() => _services.Dispose();

    /// <summary>The app by its name and instance, the place as the worker's package finds it out, and over all what the standard variables say.</summary>
    private static void Describe(ResourceBuilder resource, IConfiguration configuration, string application) => resource
        .AddDetector(new FunctionsResourceDetector())
        .AddService(
            configuration["WEBSITE_SITE_NAME"] is { Length: > 0 } site ? site : application,
            autoGenerateServiceInstanceId: configuration["WEBSITE_INSTANCE_ID"] is null or "",
            serviceInstanceId: configuration["WEBSITE_INSTANCE_ID"] is { Length: > 0 } instance ? instance : null)
        .AddEnvironmentVariableDetector();

    private static void Trace(TracerProviderBuilder traces, ExportSettings settings, IConfiguration configuration, string[] names)
    {
        traces.AddSource([Telemetry.Name, HttpClients, .. names]).AddProcessor(new OwnCalls()).AddProcessor(new PublicAddresses());
        if (settings.HasEndpoint(Signal.Traces)) traces.AddOtlpExporter(options => Apply(settings, Signal.Traces, options));
        if (settings.ConnectionString is { } connection) AzureMonitor.Add(traces, connection);
        traces.SetSampler(_ => Samplers.Of(configuration)); // last: Azure Monitor's exporter brings one of its own
    }

    private static void Measure(MeterProviderBuilder metrics, ExportSettings settings, IConfiguration configuration, string[] names)
    {
        metrics.AddMeter([Telemetry.Name, HttpClients, "System.Runtime", .. names]);
        foreach (var costly in Costly) metrics.AddView(costly, MetricStreamConfiguration.Drop);
        if (configuration["OTEL_METRICS_EXEMPLAR_FILTER"] is null or "") metrics.SetExemplarFilter(ExemplarFilterType.TraceBased);
        if (settings.HasEndpoint(Signal.Metrics)) metrics.AddOtlpExporter(options => Apply(settings, Signal.Metrics, options));
        if (settings.ConnectionString is { } connection) AzureMonitor.Add(metrics, connection);
    }

    private static void Log(LoggerProviderBuilder logs, ExportSettings settings)
    {
        if (settings.HasEndpoint(Signal.Logs)) logs.AddOtlpExporter(options => Apply(settings, Signal.Logs, options));
        if (settings.ConnectionString is { } connection) AzureMonitor.Add(logs, connection);
    }

    /// <summary>What is set for one signal counts for it, in place of what is set for all, which the SDK reads itself.</summary>
    private static void Apply(ExportSettings settings, Signal signal, OtlpExporterOptions options)
    {
        if (settings.OfSignal(signal, "PROTOCOL") is { } protocol)
            options.Protocol = protocol.Equals("grpc", StringComparison.OrdinalIgnoreCase) ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        if (settings.OfSignal(signal, "ENDPOINT") is { } endpoint) options.Endpoint = new Uri(endpoint);
        if (settings.OfSignal(signal, "HEADERS") is { } headers) options.Headers = headers;
        if (settings.OfSignal(signal, "TIMEOUT") is { } timeout) options.TimeoutMilliseconds = int.Parse(timeout, System.Globalization.CultureInfo.InvariantCulture);
    }
}
