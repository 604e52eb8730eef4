using EntraEmulator;
using FunctionApp.Benchmarks.Support;

namespace FunctionApp.Benchmarks.Scenarios;

/// <summary>What the way through the host to a worker process and back costs: <c>health</c>, which does nothing, alone and under load.</summary>
internal static class WayToWorker
{
    private const int Rounds = 9;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(1);

    public static async Task<Table> RunAsync()
    {
        await using var backends = await Backends.StartAsync();
        await using var app = await RunningApp.StartAsync(MeasuredApp.FunctionApp, backends);
        var token = backends.TokenOf(WellKnown.AliceName);
        Task HealthAsync() => app.GetAsync("health", token);

        var table = new Table("p50", "requests per second", "processor time in the worker");
        foreach (var callers in (int[])[1, 32])
        {
            await Load.RunAsync(callers, WarmUp, HealthAsync);
            var turns = new List<Turn>();
            for (var round = 0; round < Rounds; round++) turns.Add(await Turn.TakeAsync(app, callers, Duration, HealthAsync));
            table.Row(
                $"health, worker process, {callers} at a time",
                $"{Load.Median(turns.Select(turn => turn.Throughput.Milliseconds(0.5))):0.000} ms",
                $"{Load.Median(turns.Select(turn => turn.Throughput.PerSecond)):0}",
                $"{Load.Median(turns.Select(turn => turn.Microseconds)):0} µs");
        }

        return table;
    }
}
