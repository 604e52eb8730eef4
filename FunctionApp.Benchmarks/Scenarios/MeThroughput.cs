using System.Globalization;
using System.Net.Http.Headers;
using DevHost;
using EntraEmulator;
using FunctionApp.Benchmarks.Support;

namespace FunctionApp.Benchmarks.Scenarios;

/// <summary>
/// <c>me</c> over a downstream stub beside the same function without identity, in turns, so that whatever else the machine does
/// meets both. Client and stub share the processors with the app: the app's own share is given beside.
/// </summary>
internal static class MeThroughput
{
    private const int Callers = 16;
    private const int Turns = 15;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);

    public static async IAsyncEnumerable<Measure> RunAsync()
    {
        await using var downstream = await DownstreamServer.StartAsync();
        await using var stack = await LocalStack.StartAsync(LocalStackOptions.OnFreePorts with { WithoutApp = true }, CancellationToken.None);
        var settings = new Dictionary<string, string>(stack.Settings, StringComparer.OrdinalIgnoreCase) { ["DownstreamApis:Graph:BaseUrl"] = downstream.Address.ToString() };
        using var app = AppProcess.Start(stack.Emulator, settings, Served.Assembly, Served.Command);
        await app.ListeningAsync();

        using var me = Client(app, stack.Emulator.IssueAccessToken(WellKnown.AliceName));
        using var bare = Client(app, token: null);
        await Load.RunAsync(Callers, WarmUp, () => GetAsync(me, "me"));
        await Load.RunAsync(Callers, WarmUp, () => GetAsync(bare, "bare-me"));

        var turns = new List<(Cost Me, Cost Bare)>();
        for (var turn = 0; turn < Turns; turn++)
            turns.Add((await MeasureAsync(app, () => GetAsync(me, "me")), await MeasureAsync(app, () => GetAsync(bare, "bare-me"))));

        yield return new Measure("requests per second of me", "–", Text($"{Load.Median(turns.Select(turn => turn.Me.PerSecond)):0}"));
        yield return new Measure("requests per second without identity", "–", Text($"{Load.Median(turns.Select(turn => turn.Bare.PerSecond)):0}"));
        yield return new Measure("ratio", "≥ 0.85", Text($"{Load.Median(turns.Select(turn => turn.Me.PerSecond / turn.Bare.PerSecond)):0.00}"));
        yield return new Measure("processor time of the app per request of me", "–", Text($"{Load.Median(turns.Select(turn => turn.Me.Microseconds)):0.0} µs"));
        yield return new Measure("processor time of the app per request without identity", "–", Text($"{Load.Median(turns.Select(turn => turn.Bare.Microseconds)):0.0} µs"));
    }

    private static async Task<Cost> MeasureAsync(AppProcess app, Func<Task> call)
    {
        var before = app.ProcessorTime;
        var throughput = await Load.RunAsync(Callers, Turn, call);
        return new Cost(throughput.PerSecond, (app.ProcessorTime - before).TotalMicroseconds / throughput.Calls);
    }

    private static async Task GetAsync(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(path);
        answer.EnsureSuccessStatusCode();
    }

    private static HttpClient Client(AppProcess app, string? token)
    {
        var http = new HttpClient { BaseAddress = app.Api };
        if (token is not null) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    private static string Text(FormattableString value) => value.ToString(CultureInfo.InvariantCulture);

    private readonly record struct Cost(double PerSecond, double Microseconds);
}
