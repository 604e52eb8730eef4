using FunctionsObo.Benchmarks.Support;
using TestSupport;

namespace FunctionsObo.Benchmarks.Scenarios;

/// <summary>
/// <c>me</c> of a user who has called before, and <c>health</c>, which is the way to the function without any work in it. Load,
/// host, emulator and downstream API are this process; the numbers per request are the worker's alone.
/// </summary>
internal static class MeThroughput
{
    private const int Callers = 16;
    private const int Rounds = 15;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(1);

    public static async Task<Table> RunAsync()
    {
        await using var backends = await Backends.StartAsync();
        await using var apps = await RunningApps.StartAsync(MeasuredApp.All, backends);
        var token = backends.TokenOf(WellKnown.AliceName);
        var table = new Table(apps.Select(app => app.App.Name));

        foreach (var path in (string[])["me", "health"])
        {
            foreach (var app in apps) await Load.RunAsync(Callers, WarmUp, () => app.GetAsync(path, token));
            var turns = apps.Select(_ => new List<Turn>()).ToArray();
            for (var round = 0; round < Rounds; round++)
            {
                for (var i = 0; i < apps.Count; i++)
                {
                    var app = apps[i];
                    turns[i].Add(await Turn.TakeAsync(app, Callers, Duration, () => app.GetAsync(path, token)));
                }
            }

            IEnumerable<double> Medians(Func<Turn, double> value) => turns.Select(ofApp => Load.Median(ofApp.Select(value)));
            table.Row($"{path}: processor time in the worker per request", Medians(turn => turn.Microseconds).Select(value => $"{value:0} µs"));
            table.Row($"{path}: bytes allocated in the worker per request", Medians(turn => turn.Bytes).Select(value => $"{value / 1000:0.0} KB"));
            table.Row($"{path}: requests per second, {Callers} callers", Medians(turn => turn.Throughput.PerSecond).Select(value => $"{value:0}"));
            table.Row($"{path}: p50", Medians(turn => turn.Throughput.Milliseconds(0.5)).Select(value => $"{value:0.00} ms"));
            table.Row($"{path}: p99", Medians(turn => turn.Throughput.Milliseconds(0.99)).Select(value => $"{value:0.00} ms"));
        }

        return table;
    }
}
