using System.Net;
using EntraEmulator.Faults;
using FunctionApp.Clients.Orders;
using FunctionsObo.Benchmarks.Support;
using TestSupport;

namespace FunctionsObo.Benchmarks.Scenarios;

/// <summary>Many first calls of one user at the same moment, the token endpoint taking 100 ms: on an app that has worked before, and on one that has just started.</summary>
internal static class Stampede
{
    private const int Calls = 200;
    private const int Runs = 3;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    public static async Task<Table> RunAsync()
    {
        await using var backends = await Backends.StartAsync(users: Runs);
        backends.Emulator.Faults.Enqueue(new Fault { DelayMs = 100, Times = 0 });
        var table = new Table(MeasuredApp.OnBehalfOf.Select(app => app.Name));

        await using (var apps = await RunningApps.StartAsync(MeasuredApp.OnBehalfOf, backends))
        {
            var bob = backends.TokenOf(WellKnown.BobName);
            foreach (var app in apps)
            {
                await app.GetAsync("me", bob);
                await Load.RunAsync(Calls, WarmUp, () => app.GetAsync("me", bob));
            }

            await RunsAsync("warm", (index, user) => RunOnceAsync(apps[index], backends, user));
        }

        await RunsAsync("fresh process", async (index, user) =>
        {
            await using var app = await RunningApp.StartAsync(MeasuredApp.OnBehalfOf[index], backends, probed: false);
            return await RunOnceAsync(app, backends, user);
        });
        return table;

        async Task RunsAsync(string state, Func<int, int, Task<Outcome>> runOnce)
        {
            var outcomes = MeasuredApp.OnBehalfOf.Select(_ => new List<Outcome>()).ToArray();
            for (var run = 0; run < Runs; run++)
            {
                for (var i = 0; i < outcomes.Length; i++) outcomes[i].Add(await runOnce(i, run));
            }

            void Row(string what, Func<List<Outcome>, string> cell) => table.Row($"{Calls} first calls of one user, {state}: {what}", outcomes.Select(cell));
            Row("slowest", runs => $"{Load.Median(runs.Select(one => one.Slowest)):0.00} s (worst of {Runs}: {runs.Max(one => one.Slowest):0.00} s)");
            Row("token requests", runs => string.Join(", ", runs.Select(one => one.Exchanges).Order()));
            Row("not answered 200", runs => string.Join(", ", runs.Select(one => one.Failures).Order()));
        }
    }

    private static async Task<Outcome> RunOnceAsync(RunningApp app, Backends backends, int user)
    {
        var token = backends.TokenOf(user);
        backends.Emulator.Stats.Reset();
        var failures = 0;
        var times = await Task.WhenAll(Enumerable.Range(0, Calls).Select(_ => Load.TimeAsync(async () =>
        {
            if (await app.CallAsync("me", token) != HttpStatusCode.OK) Interlocked.Increment(ref failures);
        })));
        return new Outcome(times.Max().TotalSeconds, backends.Emulator.Stats.Snapshot().Exchanges(), failures);
    }

    private readonly record struct Outcome(double Slowest, long Exchanges, int Failures);
}
