using System.Runtime.CompilerServices;
using Azure.Monitor.OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace FunctionsObo.OpenTelemetry;

/// <summary>The exporters of Azure Monitor, in methods of their own: only an app that has a connection string loads their assemblies.</summary>
internal static class AzureMonitor
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Add(TracerProviderBuilder traces, string connection) => traces.AddAzureMonitorTraceExporter(options => options.ConnectionString = connection);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Add(MeterProviderBuilder metrics, string connection) => metrics.AddAzureMonitorMetricExporter(options => options.ConnectionString = connection);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Add(LoggerProviderBuilder logs, string connection) => logs.AddAzureMonitorLogExporter(options =>
    {
        options.ConnectionString = connection;
        options.EnableTraceBasedLogsSampler = false; // a warning counts, whether or not its trace is among the samples
    });
}
