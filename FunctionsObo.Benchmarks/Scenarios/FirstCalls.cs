using System.Collections.Concurrent;
using System.Globalization;
using EntraEmulator.Faults;
using FunctionsObo.Benchmarks.Support;
using TestSupport;

namespace FunctionsObo.Benchmarks.Scenarios;

/// <summary>
/// The first call of each of many users, so many at a time, the token endpoint taking 20 ms: every call is a token to be validated, an
/// exchange and a downstream call. Beside bare MSAL, which must do the exchange too and does nothing else.
/// </summary>
internal static class FirstCalls
{
    private const int Callers = 32;
    private const int Turns = 10;
    private const int EndpointMilliseconds = 20;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    private static readonly MeasuredApp[] Apps = [MeasuredApp.FunctionApp, MeasuredApp.Msal, MeasuredApp.IdentityWeb];

    /// <summary>Users of a whole run; the environment variable FIRST_CALLS_USERS sets another number.</summary>
    private static readonly int Users = int.Parse(Environment.GetEnvironmentVariable("FIRST_CALLS_USERS") ?? "20000", CultureInfo.InvariantCulture);

    public static async Task<Table> RunAsync()
    {
        await using var backends = await Backends.StartAsync(Users);
        backends.Emulator.Faults.Enqueue(new Fault { DelayMs = EndpointMilliseconds, Times = 0 });
        var tokens = new string[Users];
        Parallel.For(0, Users, user => tokens[user] = backends.TokenOf(user));

        await using var apps = await RunningApps.StartAsync(Apps, backends);
        foreach (var app in apps) await Load.RunAsync(Callers, WarmUp, () => app.GetAsync("me", backends.TokenOf(WellKnown.AliceName)));

        var turns = apps.Select(_ => new List<Turn>()).ToArray();
        foreach (var slice in tokens.Chunk(Math.Max(Callers, Users / Turns)))
        {
            for (var i = 0; i < apps.Count; i++)
            {
                var (app, left) = (apps[i], new ConcurrentQueue<string>(slice));
                turns[i].Add(await Turn.TakeAsync(app, () => Load.RunAsync(Callers, left, token => app.GetAsync("me", token))));
            }
        }

        var table = new Table(apps.Select(app => app.App.Name));
        IEnumerable<double> Medians(Func<Turn, double> value) => turns.Select(ofApp => Load.Median(ofApp.Select(value)));
        table.Row($"first calls of {Users} users, {Callers} at a time: processor time in the worker per call", Medians(turn => turn.Microseconds).Select(value => $"{value:0} µs"));
        table.Row("bytes allocated in the worker per call", Medians(turn => turn.Bytes).Select(value => $"{value / 1000:0.0} KB"));
        table.Row("calls per second", Medians(turn => turn.Throughput.PerSecond).Select(value => $"{value:0}"));
        table.Row("p50", Medians(turn => turn.Throughput.Milliseconds(0.5)).Select(value => $"{value:0} ms"));
        table.Row("p99", Medians(turn => turn.Throughput.Milliseconds(0.99)).Select(value => $"{value:0} ms"));
        return table;
    }
}
