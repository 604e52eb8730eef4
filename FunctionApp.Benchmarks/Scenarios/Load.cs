using System.Diagnostics;

namespace FunctionApp.Benchmarks.Scenarios;

/// <summary>A bounded load: so many callers, each calling again as soon as it has its answer, until the time is over.</summary>
internal static class Load
{
    /// <returns>The calls that were answered, and the time they took together.</returns>
    public static async Task<Throughput> RunAsync(int callers, TimeSpan duration, Func<Task> call)
    {
        var started = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            var calls = 0;
            for (; Stopwatch.GetElapsedTime(started) < duration; calls++) await call();
            return calls;
        })));
        return new Throughput(counts.Sum(), Stopwatch.GetElapsedTime(started));
    }

    /// <summary>The middle one: a slice in which the machine was busy with something else does not move it.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}

/// <summary>So many calls in that time.</summary>
internal readonly record struct Throughput(int Calls, TimeSpan Time)
{
    public double PerSecond => Calls / Time.TotalSeconds;
}
