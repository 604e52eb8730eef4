using FunctionsObo.Benchmarks.Support;
using TestSupport;

namespace FunctionsObo.Benchmarks.Scenarios;

/// <summary>What a test or the local stack waits for when it starts the app in its own process: the first, and more of them beside it.</summary>
internal static class StartInProcess
{
    private const int More = 20;

    public static async Task<Table> RunAsync()
    {
        await using var backends = await Backends.StartAsync();
        var token = backends.TokenOf(WellKnown.AliceName);
        await using var apps = new RunningApps();
        async Task<(double Start, double FirstAnswer)> StartAsync()
        {
            var start = await Load.TimeAsync(async () => apps.Add(await RunningApp.StartInProcessAsync(backends)));
            var answer = await Load.TimeAsync(() => apps[^1].GetAsync("me", token));
            return (start.TotalMilliseconds, answer.TotalMilliseconds);
        }

        var first = await StartAsync();
        var others = new List<(double Start, double FirstAnswer)>();
        for (var app = 0; app < More; app++) others.Add(await StartAsync());

        var table = new Table("goal", "start until functions are loaded", "then the first answer of me");
        table.Row("first app in this process", "≤ 1000 ms", $"{first.Start:0} ms", $"{first.FirstAnswer:0} ms");
        table.Row(
            $"each of {More} more beside it, median (slowest)", "≤ 100 ms",
            $"{Load.Median(others.Select(one => one.Start)):0} ms ({others.Max(one => one.Start):0} ms)",
            $"{Load.Median(others.Select(one => one.FirstAnswer)):0} ms ({others.Max(one => one.FirstAnswer):0} ms)");
        return table;
    }
}
