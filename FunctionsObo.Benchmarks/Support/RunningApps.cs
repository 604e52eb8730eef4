namespace FunctionsObo.Benchmarks.Support;

/// <summary>Several apps side by side, to be measured in turns: whatever else the machine does meets all of them.</summary>
internal sealed class RunningApps : List<RunningApp>, IAsyncDisposable
{
    public static async Task<RunningApps> StartAsync(IEnumerable<MeasuredApp> apps, Backends backends)
    {
        var running = new RunningApps();
        foreach (var app in apps) running.Add(await RunningApp.StartAsync(app, backends));
        return running;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in this) await app.DisposeAsync();
    }
}
