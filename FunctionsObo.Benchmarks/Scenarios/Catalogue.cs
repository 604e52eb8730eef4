namespace FunctionsObo.Benchmarks.Scenarios;

/// <summary>What can be run by name besides the benchmarks: traffic over loopback, bounded in number and time.</summary>
internal static class Catalogue
{
    private static readonly Dictionary<string, Func<Task<Table>>> Scenarios = new(StringComparer.OrdinalIgnoreCase)
    {
        ["me"] = MeThroughput.RunAsync,
        ["first-calls"] = () => FirstCalls.RunAsync(),
        ["stampede"] = Stampede.RunAsync,
        ["heap"] = HeapPerUser.RunAsync,
        ["startup"] = Startup.RunAsync,
        ["start-in-process"] = StartInProcess.RunAsync,
        ["start-test-host"] = StartTestHost.RunAsync,
        ["devhost"] = DevHostStart.RunAsync,
        ["rpc"] = WayToWorker.RunAsync,
        ["telemetry"] = TelemetryCost.RunAsync,
        ["junk"] = JunkFlood.RunAsync,
        ["scale-out"] = ScaleOut.RunAsync,
        ["client"] = ClientConcurrency.RunAsync,
    };

    public static IReadOnlyCollection<string> Names => Scenarios.Keys;

    public static async Task RunAsync(string name) => Console.WriteLine($"\n## {name}\n\n{await Scenarios[name]()}");
}
