using System.Collections.Concurrent;
using System.Diagnostics;
using FunctionApp.Clients.Orders;

namespace FunctionsObo.Benchmarks.Support;

/// <summary>A bounded load: so many callers, each calling again as soon as it has its answer, until the time is over.</summary>
internal static class Load
{
    /// <returns>The calls that were answered, and the time they took together.</returns>
    public static Task<Throughput> RunAsync(int callers, TimeSpan duration, Func<Task> call)
    {
        var started = Stopwatch.GetTimestamp();
        return RunAsync(callers, () => Stopwatch.GetElapsedTime(started) < duration ? call : null);
    }

    /// <summary>The same until nothing is left.</summary>
    public static Task<Throughput> RunAsync<T>(int callers, ConcurrentQueue<T> left, Func<T, Task> call) =>
        RunAsync(callers, () => left.TryDequeue(out var one) ? () => call(one) : null);

    private static async Task<Throughput> RunAsync(int callers, Func<Func<Task>?> next)
    {
        var started = Stopwatch.GetTimestamp();
        var latencies = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            var times = new List<TimeSpan>();
            while (next() is { } call) times.Add(await TimeAsync(call));
            return times;
        })));
        return new Throughput([.. latencies.SelectMany(times => times).Order()], Stopwatch.GetElapsedTime(started));
    }

    /// <summary>How long one call takes.</summary>
    public static async Task<TimeSpan> TimeAsync(Func<Task> call)
    {
        var started = Stopwatch.GetTimestamp();
        await call();
        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>The middle one: a slice in which the machine was busy with something else does not move it.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}

/// <summary>Calls of these latencies, the shortest first, in that time.</summary>
internal readonly record struct Throughput(TimeSpan[] Latencies, TimeSpan Time)
{
    public int Calls => Latencies.Length;

    public double PerSecond => Calls / Time.TotalSeconds;

    /// <summary>The latency that so much of the calls stayed within, in milliseconds.</summary>
    public double Milliseconds(double share) => Latencies[(int)(share * (Calls - 1))].TotalMilliseconds;
}
