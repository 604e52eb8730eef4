using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using DevHost;
using EntraEmulator;

namespace FunctionApp.Benchmarks.Scenarios;

/// <summary>From the start of the process to the first answer to a user, by kind of publish.</summary>
internal static class Startup
{
    private const int Runs = 9;

    private static readonly (string Name, string[] Options)[] Kinds =
    [
        ("publish", []),
        ("publish without ReadyToRun", ["-p:PublishReadyToRun=false"]),
    ];

    public static async IAsyncEnumerable<Measure> RunAsync()
    {
        await using var stack = await LocalStack.StartAsync(LocalStackOptions.OnFreePorts with { WithoutApp = true }, CancellationToken.None);
        foreach (var (name, options) in Kinds)
        {
            if (await Publish.FunctionAppAsync(name, options) is not { } program)
            {
                yield return new Measure($"process start to first answer, {name}", "≤ 700 ms", "cannot be published here");
                continue;
            }

            await RunOnceAsync(stack, program, "me"); // the stack itself is cold the first time
            foreach (var path in (string[])["whoami", "me"])
            {
                var runs = new List<(double Time, double ProcessorTime)>();
                for (var run = 0; run < Runs; run++) runs.Add(await RunOnceAsync(stack, program, path));
                yield return new Measure(
                    $"process start to first answer of {path}, {name}", "≤ 700 ms",
                    string.Create(CultureInfo.InvariantCulture, $"{Load.Median(runs.Select(run => run.Time)):0} ms (fastest of {Runs}: {runs.Min(run => run.Time):0} ms), processor time {Load.Median(runs.Select(run => run.ProcessorTime)):0} ms"));
            }
        }
    }

    private static async Task<(double Time, double ProcessorTime)> RunOnceAsync(LocalStack stack, string program, string path)
    {
        var token = stack.Emulator.IssueAccessToken(WellKnown.AliceName);
        var started = Stopwatch.GetTimestamp();
        using var app = AppProcess.Start(stack.Emulator, stack.Settings, program);
        using var http = new HttpClient { BaseAddress = app.Api };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        await app.ListeningAsync();
        using var answer = await http.GetAsync(path);
        answer.EnsureSuccessStatusCode();
        return (Stopwatch.GetElapsedTime(started).TotalMilliseconds, app.ProcessorTime.TotalMilliseconds);
    }
}
