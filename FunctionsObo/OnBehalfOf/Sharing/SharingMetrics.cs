using System.Diagnostics.Metrics;

namespace FunctionsObo.OnBehalfOf.Sharing;

/// <summary>What operators see of the tokens that instances share.</summary>
internal sealed class SharingMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _lookups = meters.Create(Telemetry.Name).CreateCounter<long>(
        "functionsobo.shared_tokens.lookups", "{lookup}", "How look-ups in the shared store ended.");

    private readonly Counter<long> _writes = meters.Create(Telemetry.Name).CreateCounter<long>(
        "functionsobo.shared_tokens.writes", "{write}", "Tokens to be written into the shared store: written, failed, dropped (too many were waiting).");

    private readonly Counter<long> _claims = meters.Create(Telemetry.Name).CreateCounter<long>(
        "functionsobo.shared_tokens.claims", "{claim}", "Exchanges that one instance was to make for all: granted, found (another one has made it), given_up.");

    public void LookedUp(LookupEnding ending) => _lookups.Add(1, new KeyValuePair<string, object?>("result", ending.ToString()));

    /// <param name="done">Whether it was; null when it was not tried.</param>
    public void Wrote(bool? done) => _writes.Add(1, new KeyValuePair<string, object?>("outcome", done switch { true => "written", false => "failed", null => "dropped" }));

    /// <param name="granted">Whether this instance makes the exchange; null when nobody knows who does.</param>
    public void Claimed(bool? granted) => _claims.Add(1, new KeyValuePair<string, object?>("result", granted switch { true => "granted", false => "found", null => "given_up" }));
}
