using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace FunctionsObo;

/// <summary>The name that all metrics and traces of this app are under; docs/operations.md lists them.</summary>
internal static class Telemetry
{
    public const string Name = "FunctionsObo";

    public static readonly ActivitySource Source = new(Name);

    /// <summary>Where histograms of seconds are divided (https://opentelemetry.io/docs/specs/semconv/http/http-metrics/).</summary>
    public static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
    };

    /// <summary>Of spans and metrics; each allocated once.</summary>
    private static readonly object?[] Statuses = new object?[600];

    /// <summary>Begins an activity that is recorded nowhere, so that requests say whose trace they belong to.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="trace">The trace; none for one that begins here.</param>
    public static Activity Carry(string name, ActivityContext trace)
    {
        var activity = new Activity(name);
        if (trace != default)
        {
            activity.SetParentId(trace.TraceId, trace.SpanId, trace.TraceFlags);
            activity.TraceStateString = trace.TraceState;
        }

        return activity.Start();
    }

    /// <summary>A status code as an attribute's value.</summary>
    public static object Status(int code) => (uint)code < (uint)Statuses.Length ? Statuses[code] ??= code : code;

    /// <summary>
    /// A path as it may be shown: what looks like the id or the address of somebody is <c>*</c> in it. That is a segment that is a GUID or has an
    /// at sign, percent-encoded or not.
    /// </summary>
    public static string PublicPath(string path)
    {
        foreach (var segment in path.AsSpan().Split('/'))
        {
            if (IsPersonal(path.AsSpan(segment))) return string.Join('/', path.Split('/').Select(part => IsPersonal(part) ? "*" : part));
        }

        return path;
    }

    private static bool IsPersonal(ReadOnlySpan<char> segment) =>
        segment.Contains('@')
        || segment.Contains("%40", StringComparison.Ordinal)
        || (segment.Length >= 32 && Guid.TryParse(segment, out _));
}
