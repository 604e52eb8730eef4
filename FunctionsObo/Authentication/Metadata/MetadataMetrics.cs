using System.Diagnostics.Metrics;

namespace FunctionsObo.Authentication.Metadata;

/// <summary>What operators see of the identity platform's metadata: how fetches end, and how old the keys in use are.</summary>
internal sealed class MetadataMetrics
{
    private readonly Meter _meter;
    private readonly Counter<long> _refreshes;

    public MetadataMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(Telemetry.Name);
        _refreshes = _meter.CreateCounter<long>("functionsobo.metadata.refreshes", "{refresh}", "Fetches of metadata and keys, by outcome: success, unavailable, unusable, refused.");
    }

    public void Refreshed(string outcome) => _refreshes.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>Publishes the age of the keys; nothing while there are none.</summary>
    public void Observe(Func<TimeSpan?> age) => _meter.CreateObservableGauge(
        "functionsobo.signing_keys.age", () => Measure(age()), "s", "The time since the last fetch of keys that succeeded.");

    private static IEnumerable<Measurement<double>> Measure(TimeSpan? age) => age is { } known ? [new(known.TotalSeconds)] : [];
}
