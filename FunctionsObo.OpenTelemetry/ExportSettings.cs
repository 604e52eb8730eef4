using Microsoft.Extensions.Configuration;

namespace FunctionsObo.OpenTelemetry;

/// <summary>
/// Where to export what, as the app settings say: the standard variables of OpenTelemetry
/// (https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/) and the connection string of Application Insights.
/// </summary>
internal sealed class ExportSettings
{
    public const string Prefix = "OTEL_EXPORTER_OTLP_";
    public const string AzureMonitor = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    private readonly IConfiguration _configuration;

    public ExportSettings(IConfiguration configuration)
    {
        _configuration = configuration;
        var isOff = string.Equals(configuration["OTEL_SDK_DISABLED"], "true", StringComparison.OrdinalIgnoreCase);
        ConnectionString = isOff || configuration[AzureMonitor] is not { Length: > 0 } given ? null : given;
        (Traces, Metrics, Logs) = isOff ? default : (GoesOut(Signal.Traces), GoesOut(Signal.Metrics), GoesOut(Signal.Logs));
        Errors = isOff ? [] : [.. ExportRules.Errors(configuration)];
    }

    /// <summary>What is wrong, each naming its setting and the fix. Values are not told: a header or a connection string is a secret.</summary>
    public IReadOnlyList<string> Errors { get; }

    /// <summary>Of Application Insights; null for none.</summary>
    public string? ConnectionString { get; }

    /// <summary>Whether traces go anywhere.</summary>
    public bool Traces { get; }

    /// <summary>Whether metrics go anywhere.</summary>
    public bool Metrics { get; }

    /// <summary>Whether logs go anywhere.</summary>
    public bool Logs { get; }

    /// <summary>Whether anything is exported.</summary>
    public bool IsOn => Errors.Count == 0 && (Traces || Metrics || Logs);

    /// <summary>The setting of OTLP for one signal, <c>OTEL_EXPORTER_OTLP_TRACES_ENDPOINT</c> say; null where only the general one may be there.</summary>
    public string? OfSignal(Signal signal, string setting) => ValueOf($"{Prefix}{NameOf(signal)}_{setting}");

    /// <summary>Whether a signal is exported by OTLP.</summary>
    public bool HasEndpoint(Signal signal) => (OfSignal(signal, "ENDPOINT") ?? ValueOf($"{Prefix}ENDPOINT")) is not null;

    public static string NameOf(Signal signal) => signal.ToString().ToUpperInvariant();

    private bool GoesOut(Signal signal) => (HasEndpoint(signal) || ConnectionString is not null)
        && !string.Equals(ValueOf($"OTEL_{NameOf(signal)}_EXPORTER"), "none", StringComparison.OrdinalIgnoreCase);

    /// <summary>Empty is the same as not set.</summary>
    private string? ValueOf(string key) => _configuration[key] is { Length: > 0 } value ? value : null;
}

/// <summary>What can be exported by itself.</summary>
internal enum Signal
{
    Traces,
    Metrics,
    Logs,
}
