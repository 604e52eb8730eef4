using System.Diagnostics.Metrics;
using FunctionsObo;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace TestSupport;

/// <summary>The metrics of one FunctionApp, whatever others run in the process.</summary>
internal static class Measurements
{
    /// <summary>Listens to one instrument from now on.</summary>
    public static MetricCollector<T> Measure<T>(this Stack stack, string instrument)
        where T : struct => new(stack.Get<IMeterFactory>(), Telemetry.Name, instrument);

    /// <summary>What was counted under a tag.</summary>
    public static long Count(this MetricCollector<long> counter, string tag, string value) =>
        counter.GetMeasurementSnapshot().ContainsTags(KeyValuePair.Create(tag, (object?)value)).EvaluateAsCounter();

    /// <summary>What a gauge says now.</summary>
    public static T Read<T>(this MetricCollector<T> gauge)
        where T : struct
    {
        gauge.RecordObservableInstruments();
        return gauge.LastMeasurement!.Value;
    }
}
