using BenchmarkDotNet.Running;
using FunctionsObo.Benchmarks.Chaos;
using FunctionsObo.Benchmarks.Scenarios;

namespace FunctionsObo.Benchmarks;

/// <summary>
/// <c>dotnet run -c Release --project FunctionApp.Benchmarks -- all</c>, or one name: a benchmark class, or a scenario.
/// Without a name it lists them. Only <c>chaos</c> has options, and as it takes ten minutes it is none of all.
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        var benchmarks = typeof(Program).Assembly.GetTypes().Where(type => type.Namespace is { } name && type.IsPublic && type.GetMethods().Any(IsBenchmark)).ToArray();
        switch (args)
        {
            case ["all"]:
                BenchmarkRunner.Run(benchmarks, new ShortRun());
                foreach (var scenario in Catalogue.Names) await Catalogue.RunAsync(scenario);
                return 0;
            case [ChaosCommand.Name, .. var options]:
                return await ChaosCommand.Create().Parse(options).InvokeAsync();
            case [var name] when Catalogue.Names.Contains(name, StringComparer.OrdinalIgnoreCase):
                await Catalogue.RunAsync(name);
                return 0;
            case [var name] when benchmarks.Where(type => type.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).ToArray() is { Length: > 0 } named:
                BenchmarkRunner.Run(named, new ShortRun());
                return 0;
            default:
                Console.WriteLine($"Give one of: all, {string.Join(", ", benchmarks.Select(type => type.Name).Concat(Catalogue.Names).Append(ChaosCommand.Name))}.");
                return 1;
        }
    }

    private static bool IsBenchmark(System.Reflection.MethodInfo method) => method.IsDefined(typeof(BenchmarkDotNet.Attributes.BenchmarkAttribute), inherit: false);
}
