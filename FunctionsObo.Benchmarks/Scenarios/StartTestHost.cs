using FunctionsObo.Benchmarks.Support;
using FunctionsObo.Testing;

namespace FunctionsObo.Benchmarks.Scenarios;

/// <summary>What each test of an app's functions waits for: a whole app with an identity platform of its own, and its first answer.</summary>
internal static class StartTestHost
{
    private const int More = 20;

    public static async Task<Table> RunAsync()
    {
        var first = await OneTestAsync();
        var others = new List<(double Start, double FirstAnswer, double End)>();
        for (var test = 0; test < More; test++) others.Add(await OneTestAsync());

        var table = new Table("goal of the start", "start", "then the first answer of me", "then its end");
        table.Row("first app in this process", "≤ 1000 ms", $"{first.Start:0} ms", $"{first.FirstAnswer:0} ms", $"{first.End:0} ms");
        table.Row($"each of {More} more, median", "≤ 150 ms", Median(one => one.Start), Median(one => one.FirstAnswer), Median(one => one.End));
        table.Row($"each of {More} more, slowest", "", Slowest(one => one.Start), Slowest(one => one.FirstAnswer), Slowest(one => one.End));
        return table;

        string Median(Func<(double Start, double FirstAnswer, double End), double> part) => $"{Load.Median(others.Select(part)):0} ms";
        string Slowest(Func<(double Start, double FirstAnswer, double End), double> part) => $"{others.Max(part):0} ms";
    }

    private static async Task<(double Start, double FirstAnswer, double End)> OneTestAsync()
    {
        TestApp? app = null;
        var start = await Load.TimeAsync(async () => app = await ProtectedFunctions.StartAsync<global::Program>());
        app!.Api("Graph").Get("me").Answers(new { id = "1", displayName = "Alice" });
        var answer = await Load.TimeAsync(async () => (await app.ClientFor("alice", "access_as_user").GetAsync("me")).EnsureSuccessStatusCode());
        var end = await Load.TimeAsync(async () => await app.DisposeAsync());
        return (start.TotalMilliseconds, answer.TotalMilliseconds, end.TotalMilliseconds);
    }
}
