using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using FunctionApp.Clients.Graph;
using FunctionsObo.Benchmarks.Support;
using Microsoft.Extensions.DependencyInjection;
using TestSupport;

namespace FunctionsObo.Benchmarks.Scenarios;

/// <summary>A thousand concurrent calls of a downstream API over loopback: through the downstream client, and plain, in turns.</summary>
internal static class ClientConcurrency
{
    private const int Callers = 1000;
    private const int Turns = 15;

    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);

    public static async Task<Table> RunAsync()
    {
        await using var downstream = await DownstreamServer.StartAsync();
        using var rig = Rig.StartWith(
            downstream: () => new SocketsHttpHandler(),
            ("DownstreamApis:Graph:BaseUrl", downstream.Address.ToString()),
            ("DownstreamApis:Graph:MaxConcurrency", (2 * Callers).ToString(CultureInfo.InvariantCulture))); // one user may have half of it
        var token = rig.Emulator.IssueAccessToken(WellKnown.AliceName);
        var caller = await new FunctionAppWay(rig.Services).AuthenticateAsync(new ArrivedRequest(token));
        var graph = rig.Services.GetRequiredService<GraphClient>();
        using var http = new HttpClient { BaseAddress = downstream.Address };
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {new string('x', TokenEndpointStub.TokenLength)}");

        Task ClientAsync() => graph.GetMeAsync(caller, CancellationToken.None);
        Task PlainAsync() => http.GetFromJsonAsync("me", GraphJson.Default.GraphUser);
        await Load.RunAsync(Callers, 5 * Turn, ClientAsync);
        await Load.RunAsync(Callers, 5 * Turn, PlainAsync);

        var turns = new List<(Cost Client, Cost Plain)>();
        for (var turn = 0; turn < Turns; turn++) turns.Add((await MeasureAsync(ClientAsync), await MeasureAsync(PlainAsync)));

        var table = new Table("goal", "result");
        table.Row(
            $"throughput of {Callers} concurrent calls through the downstream client, against plain HttpClient", "≥ 0.90",
            $"{Load.Median(turns.Select(turn => turn.Client.PerSecond / turn.Plain.PerSecond)):0.00}");
        table.Row(
            "processor time that the downstream client adds to such a call", "≤ 10 µs",
            $"{Load.Median(turns.Select(turn => turn.Client.Microseconds - turn.Plain.Microseconds)):0.0} µs");
        return table;
    }

    private static async Task<Cost> MeasureAsync(Func<Task> call)
    {
        using var self = Process.GetCurrentProcess();
        var before = self.TotalProcessorTime;
        var throughput = await Load.RunAsync(Callers, Turn, call);
        self.Refresh();
        return new Cost(throughput.PerSecond, (self.TotalProcessorTime - before).TotalMicroseconds / throughput.Calls);
    }

    private readonly record struct Cost(double PerSecond, double Microseconds);
}
