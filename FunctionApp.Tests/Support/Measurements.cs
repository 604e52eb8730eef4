using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionApp.Tests.Support;

/// <summary>The metrics of one FunctionApp, whatever others run in the process.</summary>
internal sealed class Measurements : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Name, double Value, KeyValuePair<string, object?>[] Tags)> _seen = new();

    public Measurements(Stack stack)
    {
        var meters = stack.Local.FunctionApp!.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters) && instrument.Meter.Name == "FunctionsObo") listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => _seen.Enqueue((instrument.Name, value, tags.ToArray())));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => _seen.Enqueue((instrument.Name, value, tags.ToArray())));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => _seen.Enqueue((instrument.Name, value, tags.ToArray())));
        _listener.Start();
    }

    /// <summary>What was counted under a tag.</summary>
    public double Sum(string name, string tag, string value) =>
        _seen.Where(one => one.Name == name && one.Tags.Contains(KeyValuePair.Create(tag, (object?)value))).Sum(one => one.Value);

    /// <summary>What a gauge says now.</summary>
    public double Gauge(string name)
    {
        _listener.RecordObservableInstruments();
        return _seen.Last(one => one.Name == name).Value;
    }

    public void Dispose() => _listener.Dispose();
}
