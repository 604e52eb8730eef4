namespace FunctionApp.Benchmarks.Scenarios;

/// <summary>What can be run by name besides the benchmarks: traffic over loopback, bounded in number and time.</summary>
internal static class Catalogue
{
    private static readonly Dictionary<string, Func<IAsyncEnumerable<Measure>>> Scenarios = new(StringComparer.OrdinalIgnoreCase)
    {
        ["stampede"] = Stampede.RunAsync,
        ["cold-stampede"] = ColdStampede.RunAsync,
        ["startup"] = Startup.RunAsync,
        ["heap"] = HeapPerUser.RunAsync,
        ["me"] = MeThroughput.RunAsync,
        ["junk"] = JunkFlood.RunAsync,
        ["client"] = ClientConcurrency.RunAsync,
    };

    public static IReadOnlyCollection<string> Names => Scenarios.Keys;

    public static async Task RunAsync(string name)
    {
        Console.WriteLine($"\n## {name}\n\n| measure | goal | result |\n| --- | --- | --- |");
        await foreach (var measure in Scenarios[name]()) Console.WriteLine(measure);
    }
}
