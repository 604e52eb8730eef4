using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using DevHost;
using EntraEmulator;
using FunctionApp.Benchmarks.Support;

namespace FunctionApp.Benchmarks.Scenarios;

/// <summary>Junk tokens, each with a key id of its own, beside good traffic: what they fetch, and what the good ones lose.</summary>
internal static class JunkFlood
{
    private const int JunkTokens = 10_000;
    private const int Callers = 16;
    private const int Turns = 10;

    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);

    public static async IAsyncEnumerable<Measure> RunAsync()
    {
        await using var stack = await LocalStack.StartAsync(LocalStackOptions.OnFreePorts with { WithoutApp = true }, CancellationToken.None);
        using var app = AppProcess.Start(stack.Emulator, stack.Settings, Served.Assembly, Served.Command);
        await app.ListeningAsync();

        var good = stack.Emulator.IssueAccessToken(WellKnown.AliceName);
        var junk = Enumerable.Range(0, JunkTokens).AsParallel().Select(_ => JunkMint.WithRandomKey(stack.Emulator, good)).ToArray();
        using var http = new HttpClient { BaseAddress = app.Api };
        Task GoodAsync() => CallAsync(http, good, HttpStatusCode.OK);
        await Load.RunAsync(Callers, 10 * Turn, GoodAsync);

        var before = stack.Emulator.Stats.Snapshot().Requests(EmulatorEndpoint.Keys);
        var ratios = new List<double>();
        for (var turn = 0; turn < Turns; turn++)
        {
            var alone = await Load.RunAsync(Callers, Turn, GoodAsync);
            var flood = FloodAsync(http, junk.AsMemory(turn * JunkTokens / Turns, JunkTokens / Turns));
            var beside = await Load.RunAsync(Callers, Turn, GoodAsync);
            await flood;
            ratios.Add(beside.PerSecond / alone.PerSecond);
        }

        yield return new Measure(
            $"key fetches for {JunkTokens} junk tokens in {2 * Turns} s, cooldown 30 s", "≤ 1",
            (stack.Emulator.Stats.Snapshot().Requests(EmulatorEndpoint.Keys) - before).ToString(CultureInfo.InvariantCulture));
        yield return new Measure(
            $"good requests beside {JunkTokens / Turns} junk ones a second, against alone", "≥ 0.80",
            Load.Median(ratios).ToString("0.00", CultureInfo.InvariantCulture));
    }

    /// <summary>Spread over the turn: a flood that comes at once is over before it can disturb.</summary>
    private static async Task FloodAsync(HttpClient http, ReadOnlyMemory<string> tokens)
    {
        const int Batches = 20;
        for (var batch = 0; batch < Batches; batch++)
        {
            var next = Task.Delay(Turn / Batches);
            var size = tokens.Length / Batches;
            await Task.WhenAll(tokens.Slice(batch * size, size).ToArray().Select(token => CallAsync(http, token, HttpStatusCode.Unauthorized)));
            await next;
        }
    }

    private static async Task CallAsync(HttpClient http, string token, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "whoami");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request);
        if (answer.StatusCode != expected) throw new InvalidOperationException($"Answered {answer.StatusCode} instead of {expected}.");
    }
}
