using FunctionsObo.Benchmarks.Support;
using TestSupport;

namespace FunctionsObo.Benchmarks.Scenarios;

/// <summary>
/// What the way through the host to a worker and back costs: <c>health</c>, which does nothing, alone and under load, beside an
/// answer of about the same size from a web server without a worker behind it.
/// </summary>
internal static class WayToWorker
{
    private const int Rounds = 9;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(1);

    public static async Task<Table> RunAsync()
    {
        await using var backends = await Backends.StartAsync();
        await using var child = await RunningApp.StartAsync(MeasuredApp.FunctionApp, backends);
        await using var inProcess = await RunningApp.StartInProcessAsync(backends);
        await using var server = await DownstreamServer.StartAsync();
        using var http = new HttpClient { BaseAddress = server.Address };
        var token = backends.TokenOf(WellKnown.AliceName);

        (string Name, RunningApp? Worker, Func<Task> Call)[] ways =
        [
            ("health, worker process", child, () => child.GetAsync("health", token)),
            ("health, in process", null, () => inProcess.GetAsync("health", token)),
            ("a web server, no worker", null, () => http.GetByteArrayAsync("health")),
        ];
        var table = new Table("p50", "p99", "requests per second", "processor time in the worker process", "processor time of worker, host and caller together");
        foreach (var callers in (int[])[1, 32])
        {
            foreach (var way in ways) await Load.RunAsync(callers, WarmUp, way.Call);
            var turns = ways.Select(_ => new List<Turn>()).ToArray();
            for (var round = 0; round < Rounds; round++)
            {
                for (var i = 0; i < ways.Length; i++) turns[i].Add(await TakeAsync(ways[i].Worker, callers, ways[i].Call));
            }

            foreach (var (way, ofWay) in ways.Zip(turns)) table.Row($"{way.Name}, {callers} at a time", Cells(ofWay, way.Worker is not null));
        }

        return table;
    }

    private static async Task<Turn> TakeAsync(RunningApp? worker, int callers, Func<Task> call)
    {
        var (own, workers) = (Environment.CpuUsage.TotalTime, Worker());
        var throughput = await Load.RunAsync(callers, Duration, call);
        var used = Worker() - workers;
        return new Turn(throughput, used.TotalMicroseconds / throughput.Calls, (used + Environment.CpuUsage.TotalTime - own).TotalMicroseconds / throughput.Calls);

        TimeSpan Worker() => worker?.Probe.Read().ProcessorTime ?? TimeSpan.Zero;
    }

    private static IEnumerable<string> Cells(List<Turn> turns, bool hasWorker)
    {
        double Median(Func<Turn, double> value) => Load.Median(turns.Select(value));
        yield return $"{Median(turn => turn.Throughput.Milliseconds(0.5)):0.000} ms";
        yield return $"{Median(turn => turn.Throughput.Milliseconds(0.99)):0.000} ms";
        yield return $"{Median(turn => turn.Throughput.PerSecond):0}";
        yield return hasWorker ? $"{Median(turn => turn.InWorker):0} µs" : "";
        yield return $"{Median(turn => turn.Together):0} µs";
    }

    private readonly record struct Turn(Throughput Throughput, double InWorker, double Together);
}
