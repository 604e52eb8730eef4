using System.Diagnostics;
using FunctionsObo.Benchmarks.Support;
using TestSupport;

namespace FunctionsObo.Benchmarks.Scenarios;

/// <summary>From the start of a published app's process to its first answer to a user: connected, loaded, token checked and exchanged, API called.</summary>
internal static class Startup
{
    private const int Runs = 9;

    public static async Task<Table> RunAsync()
    {
        await using var backends = await Backends.StartAsync();
        foreach (var app in MeasuredApp.All) await RunOnceAsync(app, backends); // publishes it; and the backends are cold the first time

        var runs = MeasuredApp.All.Select(_ => new List<(double Time, double ProcessorTime)>()).ToArray();
        for (var run = 0; run < Runs; run++)
        {
            for (var i = 0; i < runs.Length; i++) runs[i].Add(await RunOnceAsync(MeasuredApp.All[i], backends));
        }

        var table = new Table(MeasuredApp.All.Select(app => app.Name));
        table.Row("process start to first answer of me", runs.Select(ofApp => $"{Load.Median(ofApp.Select(run => run.Time)):0} ms (fastest of {Runs}: {ofApp.Min(run => run.Time):0} ms)"));
        table.Row("processor time of the worker until then", runs.Select(ofApp => $"{Load.Median(ofApp.Select(run => run.ProcessorTime)):0} ms"));
        return table;
    }

    private static async Task<(double Time, double ProcessorTime)> RunOnceAsync(MeasuredApp measured, Backends backends)
    {
        var token = backends.TokenOf(WellKnown.AliceName);
        var started = Stopwatch.GetTimestamp();
        await using var app = await RunningApp.StartAsync(measured, backends, probed: false);
        await app.GetAsync("me", token);
        return (Stopwatch.GetElapsedTime(started).TotalMilliseconds, app.ProcessorTime.TotalMilliseconds);
    }
}
