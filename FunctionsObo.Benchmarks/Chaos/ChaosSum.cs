using FunctionsObo.Benchmarks.Scenarios;
using FunctionsObo.Benchmarks.Support;

namespace FunctionsObo.Benchmarks.Chaos;

/// <summary>The sum of a run.</summary>
internal static class ChaosSum
{
    /// <param name="journal">What has happened.</param>
    /// <param name="exchanges">On-behalf-of requests to the token endpoint.</param>
    /// <param name="needed">Those that no sharing would have saved.</param>
    public static Table Of(Journal journal, long exchanges, int needed)
    {
        var answered = new Throughput(journal.Latencies, default);
        var table = new Table("goal", "result");
        table.Row("requests, sign-outs among them", "", $"{answered.Calls}, {journal.SignOuts}");
        table.Row("faults", "", string.Join(", ", journal.Faults.OrderBy(fault => fault.Key, StringComparer.Ordinal).Select(fault => $"{fault.Value} × {fault.Key}")));
        table.Row("answers compared with what was known before a sign-out", "", $"{journal.ComparedWithSignOut}");
        table.Row("wrong answers", "0", $"{journal.Wrong.Count}");
        table.Row("failures", "0", $"{journal.Failed.Count}");
        table.Row("exchanges; needed without any fault", "", $"{exchanges}; {needed} ({(double)exchanges / Math.Max(1, needed):0.00})");
        table.Row("p50; p99; slowest", "", $"{answered.Milliseconds(0.5):0.0}; {answered.Milliseconds(0.99):0}; {answered.Milliseconds(1):0} ms");
        return table;
    }
}
