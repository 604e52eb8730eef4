using FunctionsObo.Benchmarks.Support;
using TestSupport;

namespace FunctionsObo.Benchmarks.Scenarios;

/// <summary>What a user who has called leaves in the worker's memory, everything that an app keeps of one together.</summary>
internal static class HeapPerUser
{
    private const int Users = 2000;
    private const int Callers = 8;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    public static async Task<Table> RunAsync()
    {
        await using var backends = await Backends.StartAsync(Users);
        var tokens = Enumerable.Range(0, Users).Select(backends.TokenOf).ToArray();
        var alice = backends.TokenOf(WellKnown.AliceName);
        var heaps = new List<double>();
        foreach (var measured in MeasuredApp.All)
        {
            await using var app = await RunningApp.StartAsync(measured, backends);
            await Load.RunAsync(Callers, WarmUp, () => app.GetAsync("me", alice)); // whatever is made once is made now
            var before = app.Probe.ReadAfterCollection().HeapBytes;
            await Parallel.ForEachAsync(tokens, new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (token, _) => await app.GetAsync("me", token));
            heaps.Add((double)(app.Probe.ReadAfterCollection().HeapBytes - before) / Users);
        }

        var table = new Table(MeasuredApp.All.Select(app => app.Name));
        table.Row($"heap per user, after {Users} users", heaps.Select(bytes => $"{bytes / 1000:0.0} KB"));
        return table;
    }
}
