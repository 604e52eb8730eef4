using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Local.Tests.DevStack.Support;
using TestSupport;

namespace Local.Tests.DevStack;

/// <summary>DevHost --telemetry: requests as trees of their spans.</summary>
public sealed class TelemetryTests : IDisposable
{
    private readonly ConsoleRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task A_request_is_a_tree_of_what_it_caused_in_the_host_the_app_the_emulator_and_the_API()
    {
        var trace = Guid.NewGuid().ToString("N");
        await _run.StartAsync([.. ConsoleRun.FreePorts, "--telemetry"]);

        await CallAsync("me", await TokenAsync(), trace);
        await Eventually.TrueAsync(() => Tree(trace).Length > 0);
        await _run.StopAsync();

        Assert.StartsWith( // at its first call the API fetches keys itself, below that
            string.Join('\n',
            [
                $"GET /api/me  200  _ ms  trace {trace}",
                "└─ GET /api/me  200  _ ms",
                "   ├─ token.validate  _ ms",
                "   ├─ token.request  (Graph)  _ ms",
                "   │  └─ POST localhost:_/_/oauth2/v2.0/token  200  _ ms",
                "   │     └─ POST /_/oauth2/v2.0/token  _ ms",
                "   └─ GET 127.0.0.1:_/graph/v1.0/me  200  _ ms",
                "      └─ GET /graph/v1.0/me  _ ms",
            ]),
            string.Join('\n', Tree(trace)));
    }

    [Fact]
    public async Task What_failed_says_so_in_the_tree()
    {
        var trace = Guid.NewGuid().ToString("N");
        await _run.StartAsync([.. ConsoleRun.FreePorts, "--telemetry"]);

        await CallAsync("me", "no.such.token", trace);
        await Eventually.TrueAsync(() => Tree(trace).Length > 0);
        await _run.StopAsync();

        Assert.Equal([$"GET /api/me  401  _ ms  trace {trace}", "└─ GET /api/me  401  _ ms", "   └─ token.validate  MalformedToken  _ ms"], Tree(trace));
    }

    private async Task<string> TokenAsync()
    {
#pragma warning disable MA0039 // the emulator's certificate is made at its start, in this process, and nobody knows it
        using var http = new HttpClient(new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator });
#pragma warning restore MA0039
        return await http.GetStringAsync(new Uri(Regex.Match(_run.Output, @"https://localhost:\d+/", RegexOptions.None, TimeSpan.FromSeconds(1)).Value + "dev/token?user=alice"));
    }

    private async Task CallAsync(string path, string token, string trace)
    {
        using var http = new HttpClient { BaseAddress = _run.FunctionApp };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Add("traceparent", $"00-{trace}-00f067aa0ba902b7-01");
        using var response = await http.SendAsync(request);
    }

    /// <summary>The lines of a trace, with an underscore for times, ports and ids; empty until it is there.</summary>
    private string[] Tree(string trace)
    {
        var lines = _run.Output.Split(Environment.NewLine);
        var first = Array.FindIndex(lines, line => line.EndsWith(trace, StringComparison.Ordinal));
        return first < 0 ? [] : [.. lines[first..].TakeWhile(line => line.Length > 0).Select(line => Regex.Replace(
            line, @"\d+\.\d(?= ms)|(?<=(localhost|127.0.0.1):)\d+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "_", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)))];
    }
}
