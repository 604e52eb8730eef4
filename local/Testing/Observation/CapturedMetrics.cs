using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace FunctionsObo.Testing.Observation;

/// <summary>What one app measured, whatever else runs in the process.</summary>
public sealed class CapturedMetrics : IDisposable
{
    private readonly ConcurrentQueue<CapturedMeasurement> _all = new();
    private readonly MeterListener _listener = new();

    internal CapturedMetrics(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == meters) listener.EnableMeasurementEvents(instrument);
        };
        Listen<byte>();
        Listen<short>();
        Listen<int>();
        Listen<long>();
        Listen<float>();
        Listen<double>();
        Listen<decimal>();
        _listener.Start();
    }

    /// <summary>All measurements since the start, in order. Gauges and others that are asked are asked now.</summary>
    public IReadOnlyList<CapturedMeasurement> All
    {
        get
        {
            _listener.RecordObservableInstruments();
            return [.. _all];
        }
    }

    /// <summary>What a counter has counted, or the sum of what else was measured.</summary>
    /// <param name="instrument">The instrument's name.</param>
    /// <param name="tags">Only measurements with these tags.</param>
    public double Sum(string instrument, params (string Name, object? Value)[] tags) => _all.Where(one => one.Is(instrument, tags)).Sum(one => one.Value);

    /// <summary>The newest value of a gauge, or of anything else; null when nothing was measured.</summary>
    /// <inheritdoc cref="Sum" path="/param"/>
    public double? Latest(string instrument, params (string Name, object? Value)[] tags) => All.LastOrDefault(one => one.Is(instrument, tags))?.Value;

    /// <summary>Stops listening.</summary>
    public void Dispose() => _listener.Dispose();

    private void Listen<T>()
        where T : struct, IConvertible => _listener.SetMeasurementEventCallback<T>((instrument, value, tags, _) =>
            _all.Enqueue(new(instrument.Name, value.ToDouble(CultureInfo.InvariantCulture), tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal))));
}

/// <summary>One measurement.</summary>
/// <param name="Instrument">The instrument's name.</param>
/// <param name="Value">The value, in the instrument's unit.</param>
/// <param name="Tags">The tags by name.</param>
public sealed record CapturedMeasurement(string Instrument, double Value, IReadOnlyDictionary<string, object?> Tags)
{
    internal bool Is(string instrument, (string Name, object? Value)[] tags) =>
        Instrument == instrument && Array.TrueForAll(tags, tag => Tags.TryGetValue(tag.Name, out var value) && Equals(value, tag.Value));
}
