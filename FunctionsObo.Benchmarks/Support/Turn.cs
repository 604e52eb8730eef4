namespace FunctionsObo.Benchmarks.Support;

/// <summary>One turn of load on a running app, and what it cost the worker per call.</summary>
internal readonly record struct Turn(Throughput Throughput, double Microseconds, double Bytes)
{
    public static Task<Turn> TakeAsync(RunningApp app, int callers, TimeSpan duration, Func<Task> call) =>
        TakeAsync(app, () => Load.RunAsync(callers, duration, call));

    public static async Task<Turn> TakeAsync(RunningApp app, Func<Task<Throughput>> load)
    {
        var before = app.Probe.Read();
        var throughput = await load();
        var after = app.Probe.Read();
        return new Turn(
            throughput,
            (after.ProcessorTime - before.ProcessorTime).TotalMicroseconds / throughput.Calls,
            (double)(after.AllocatedBytes - before.AllocatedBytes) / throughput.Calls);
    }
}
