using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FunctionsObo.OpenTelemetry;

/// <summary>Sends what an app measures to where its operators look.</summary>
public static class TelemetryExportExtensions
{
    /// <summary>
    /// Exports traces, metrics and logs where the app settings say so: by OTLP to <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> (or to the endpoint of one
    /// signal, <c>OTEL_EXPORTER_OTLP_TRACES_ENDPOINT</c>, <c>…_METRICS_…</c>, <c>…_LOGS_…</c>), to Azure Monitor by
    /// <c>APPLICATIONINSIGHTS_CONNECTION_STRING</c>, to both, or nowhere: then nothing of OpenTelemetry is loaded. The standard variables are honoured
    /// (https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/), read as app settings. A value that cannot be
    /// used stops the start with a sentence that names it.
    /// </summary>
    /// <remarks>
    /// The host is told that the worker exports by itself, so that it does not send the worker's logs once more: set
    /// <c>"telemetryMode": "OpenTelemetry"</c> in host.json
    /// (https://learn.microsoft.com/azure/azure-functions/opentelemetry-howto). docs/operations.md says what arrives from where.
    /// </remarks>
    /// <param name="builder">The app's builder.</param>
    /// <param name="names">Activity sources and meters of the app's own, and of its libraries, such as <c>Npgsql</c>; those of FunctionsObo and HttpClient are there.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="InvalidOperationException">It was called before.</exception>
    public static IFunctionsWorkerApplicationBuilder ExportTelemetry(this IFunctionsWorkerApplicationBuilder builder, params string[] names)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(names);
        if (builder.Services.Any(service => service.ServiceType == typeof(TelemetryExport)))
            throw new InvalidOperationException("ExportTelemetry was called before: call it once, with all names.");

        // Decided when the app is built, not here: whoever runs it may add to its configuration until then.
        builder.Services.AddSingleton(provider => new ExportSettings(provider.GetRequiredService<IConfiguration>()));
        builder.Services.AddSingleton(provider => new TelemetryExport(
            provider.GetRequiredService<ExportSettings>(), provider.GetRequiredService<IConfiguration>(), provider.GetRequiredService<IHostEnvironment>(), names));
        builder.Services.AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<TelemetryExport>().Logs);
        builder.Services.AddHostedService(provider => provider.GetRequiredService<TelemetryExport>());
        builder.Services.AddOptions<WorkerOptions>().Configure<ExportSettings>(HostIsTold);
        builder.Services.AddOptions<ExportCheck>().ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<ExportCheck>, ExportCheck>();
        return builder;
    }

    /// <summary>
    /// As the worker's own package does it
    /// (https://github.com/Azure/azure-functions-dotnet-worker/blob/main/src/DotNetWorker.OpenTelemetry/ConfigureFunctionsOpenTelemetry.cs). What
    /// else that does is not wanted: its span of kind Internal for each invocation beside ours, and all of the caller's baggage.
    /// </summary>
    private static void HostIsTold(WorkerOptions worker, ExportSettings settings)
    {
        if (settings.IsOn) worker.Capabilities["WorkerOpenTelemetryEnabled"] = bool.TrueString;
    }
}

/// <summary>Asked at start with all other options: what is wrong with the settings of the export.</summary>
internal sealed class ExportCheck : IValidateOptions<ExportCheck>
{
    private readonly ExportSettings? _settings;

    public ExportCheck()
    {
    }

    public ExportCheck(ExportSettings settings) => _settings = settings;

    public ValidateOptionsResult Validate(string? name, ExportCheck options) =>
        _settings is { Errors: { Count: > 0 } errors } ? ValidateOptionsResult.Fail(errors) : ValidateOptionsResult.Success;
}
