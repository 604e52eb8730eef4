using System.Net;
using EntraEmulator.Stats;
using FunctionsObo.Benchmarks.Identity;
using FunctionsObo.Benchmarks.Support;
using TestSupport;

namespace FunctionsObo.Benchmarks.Scenarios;

/// <summary>Junk tokens, each with a key id of its own, beside good traffic: what they fetch, and what the good ones lose.</summary>
internal static class JunkFlood
{
    private const int JunkTokens = 10_000;
    private const int Callers = 16;
    private const int Turns = 10;

    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);

    public static async Task<Table> RunAsync()
    {
        await using var backends = await Backends.StartAsync();
        await using var app = await RunningApp.StartAsync(MeasuredApp.FunctionApp, backends);

        var good = backends.TokenOf(WellKnown.AliceName);
        var junk = Enumerable.Range(0, JunkTokens).AsParallel().Select(_ => JunkMint.WithRandomKey(backends.Emulator, good)).ToArray();
        Task GoodAsync() => app.GetAsync("whoami", good);
        await Load.RunAsync(Callers, 10 * Turn, GoodAsync);

        var before = backends.Emulator.Stats.Snapshot().Requests(EmulatorEndpoint.Keys);
        var ratios = new List<double>();
        for (var turn = 0; turn < Turns; turn++)
        {
            var alone = await Load.RunAsync(Callers, Turn, GoodAsync);
            var flood = FloodAsync(app, junk.AsMemory(turn * JunkTokens / Turns, JunkTokens / Turns));
            var beside = await Load.RunAsync(Callers, Turn, GoodAsync);
            await flood;
            ratios.Add(beside.PerSecond / alone.PerSecond);
        }

        var table = new Table("goal", "result");
        table.Row($"key fetches for {JunkTokens} junk tokens in {2 * Turns} s, cooldown 30 s", "≤ 1", $"{backends.Emulator.Stats.Snapshot().Requests(EmulatorEndpoint.Keys) - before}");
        table.Row($"good requests beside {JunkTokens / Turns} junk ones a second, against alone", "≥ 0.80", $"{Load.Median(ratios):0.00}");
        return table;
    }

    /// <summary>Spread over the turn: a flood that comes at once is over before it can disturb.</summary>
    private static async Task FloodAsync(RunningApp app, ReadOnlyMemory<string> tokens)
    {
        const int Batches = 20;
        for (var batch = 0; batch < Batches; batch++)
        {
            var next = Task.Delay(Turn / Batches);
            var size = tokens.Length / Batches;
            await Task.WhenAll(tokens.Slice(batch * size, size).ToArray().Select(token => app.GetAsync("whoami", token, HttpStatusCode.Unauthorized)));
            await next;
        }
    }
}
