using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using DevHost;
using EntraEmulator;

namespace FunctionApp.Benchmarks.Scenarios;

/// <summary>Many first requests of one user at the same moment to a process that has just begun to listen; nothing is compiled, fetched or pooled yet.</summary>
internal static class ColdStampede
{
    private const int Calls = 200;
    private const int Runs = 5;

    public static async IAsyncEnumerable<Measure> RunAsync()
    {
        var program = await Publish.FunctionAppAsync("publish") ?? throw new InvalidOperationException("dotnet publish failed.");
        await using var stack = await LocalStack.StartAsync(LocalStackOptions.OnFreePorts with { WithoutApp = true }, CancellationToken.None);
        stack.Emulator.Faults.Enqueue(new Fault { DelayMs = 100, Times = 0 });
        await RunOnceAsync(stack, program); // the stack itself is cold the first time

        var runs = new List<(TimeSpan Time, long Exchanges)>();
        for (var run = 0; run < Runs; run++) runs.Add(await RunOnceAsync(stack, program));

        yield return new Measure(
            $"{Calls} concurrent first requests of one user on a fresh process: until all are answered", "≤ 3 s",
            string.Create(CultureInfo.InvariantCulture, $"{Load.Median(runs.Select(run => run.Time.TotalSeconds)):0.00} s (slowest of {Runs}: {runs.Max(run => run.Time.TotalSeconds):0.00} s)"));
        yield return new Measure("token requests in it", "1", string.Join(", ", runs.Select(run => run.Exchanges).Distinct()));
    }

    private static async Task<(TimeSpan Time, long Exchanges)> RunOnceAsync(LocalStack stack, string program)
    {
        stack.Emulator.Stats.Reset();
        using var app = AppProcess.Start(stack.Emulator, stack.Settings, program);
        using var http = new HttpClient { BaseAddress = app.Api };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", stack.Emulator.IssueAccessToken(WellKnown.AliceName));
        await app.ListeningAsync();

        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Calls).Select(async _ =>
        {
            using var answer = await http.GetAsync("me");
            answer.EnsureSuccessStatusCode();
        }));
        return (Stopwatch.GetElapsedTime(started), stack.Emulator.Stats.Snapshot().Exchanges());
    }
}
