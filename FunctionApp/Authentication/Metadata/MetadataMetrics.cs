using System.Diagnostics.Metrics;
using FunctionApp.Diagnostics;

namespace FunctionApp.Authentication.Metadata;

/// <summary>What operators see of the identity platform's metadata: how fetches end.</summary>
internal sealed class MetadataMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _refreshes = meters.Create(Telemetry.Name)
        .CreateCounter<long>("functionsobo.metadata.refreshes", "{refresh}", "Fetches of metadata and keys, by outcome: success, unavailable, unusable, refused.");

    public void Refreshed(string outcome) => _refreshes.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}
