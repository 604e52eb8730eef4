using System.Diagnostics;
using System.Reflection;
using FunctionsObo.Benchmarks.Support;

namespace FunctionsObo.Benchmarks.Scenarios;

/// <summary>What a developer waits for: from the start of DevHost's process to its greeting, when all parts of the stack listen.</summary>
internal static class DevHostStart
{
    private const int Runs = 9;

    private static readonly string Built = Path.Combine(
        Publish.TopOfRepository(), "local", "DevHost", "bin", typeof(DevHostStart).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration, "net10.0", "DevHost.dll");

    public static async Task<Table> RunAsync()
    {
        await RunOnceAsync(); // reads its files for the first time
        var runs = new List<(double FirstLine, double Greeting, double ProcessorTime)>();
        for (var run = 0; run < Runs; run++) runs.Add(await RunOnceAsync());

        var table = new Table("goal", $"median of {Runs}", "fastest");
        table.Row("process start to its first line", "≤ 1000 ms", $"{Load.Median(runs.Select(run => run.FirstLine)):0} ms", $"{runs.Min(run => run.FirstLine):0} ms");
        table.Row("process start to the greeting", "≤ 1500 ms", $"{Load.Median(runs.Select(run => run.Greeting)):0} ms", $"{runs.Min(run => run.Greeting):0} ms");
        table.Row("processor time until then", "", $"{Load.Median(runs.Select(run => run.ProcessorTime)):0} ms", $"{runs.Min(run => run.ProcessorTime):0} ms");
        return table;
    }

    private static async Task<(double FirstLine, double Greeting, double ProcessorTime)> RunOnceAsync()
    {
        var started = Stopwatch.GetTimestamp();
        using var devHost = Process.Start(new ProcessStartInfo("dotnet", [Built, "--free-ports"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        try
        {
            await ReadToAsync(devHost.StandardOutput, "Starting");
            var firstLine = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            await ReadToAsync(devHost.StandardOutput, "FunctionApp is at");
            var greeting = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            devHost.Refresh();
            return (firstLine, greeting, devHost.TotalProcessorTime.TotalMilliseconds);
        }
        finally
        {
            devHost.Kill();
            await devHost.WaitForExitAsync();
        }
    }

    private static async Task ReadToAsync(StreamReader output, string beginning)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(beginning, StringComparison.Ordinal)) return;
        }

        throw new InvalidOperationException("DevHost did not start.");
    }
}
