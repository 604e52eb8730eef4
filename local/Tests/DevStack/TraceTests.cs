using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using DevStack.DownstreamApis.Faults;
using DevStack.Startup;
using EntraEmulator.Faults;
using FunctionApp.Functions;
using FunctionsHost.InProcess;
using Local.Tests.DevStack.Support;
using Microsoft.Extensions.Logging;
using TestSupport;

namespace Local.Tests.DevStack;

/// <summary>The trace id in the body of a failed request finds its lines in the console: those of the app, of the emulator and of the APIs.</summary>
public sealed class TraceTests : IDisposable
{
    private readonly TracedText _console = new();
    private readonly HttpClient _http = new();

    public void Dispose()
    {
        _http.Dispose();
        _console.Dispose();
    }

    [Fact]
    public async Task A_downstream_failure_is_found_in_the_app_and_in_the_api()
    {
        await using var stack = await StartAsync();
        await CallAsync(stack, HttpStatusCode.OK);
        stack.Graph.Faults.Add(new DownstreamFault { Status = 500, Times = 3 });

        var (trace, lines) = await LinesOfAsync(stack, HttpStatusCode.BadGateway);

        Assert.Equal(3, lines.Count(line => line.Contains("[ApiFailed] The API", StringComparison.Ordinal))); // two retries
        Assert.Single(lines, line => line.StartsWith("warn: FunctionsObo.Downstream.DownstreamApi[DownstreamFailed] A call to Graph failed: Refused (status 500", StringComparison.Ordinal));
        Assert.Single(lines, line => line.Contains("Request to Me answered 502 downstream_failed", StringComparison.Ordinal));
        Assert.All(lines.Where(line => line.Contains(" FunctionsObo.", StringComparison.Ordinal)), line => Assert.EndsWith(", correlation order-7]", line.TrimEnd(), StringComparison.Ordinal));
        Assert.Equal([trace, trace, trace], stack.Graph.Seen.Newest.Take(3).Select(token => token.TraceId));
    }

    [Fact]
    public async Task A_refused_token_is_found()
    {
        await using var stack = await StartAsync();

        var (_, lines) = await LinesOfAsync(stack, HttpStatusCode.Unauthorized, "garbage");

        Assert.StartsWith("info: FunctionsObo.Authentication.AuthenticationDiagnostics[RequestRefused] Request to Me refused: malformed_token: ", Assert.Single(lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_token_request_is_found_in_the_app_and_in_the_emulator()
    {
        await using var stack = await StartAsync();
        stack.Emulator.Faults.Enqueue(new Fault { Error = "invalid_grant", Suberror = "consent_required", Codes = [65001] });

        var (trace, lines) = await LinesOfAsync(stack, HttpStatusCode.Forbidden);

        Assert.Single(lines, line => line.StartsWith("warn: EntraEmulator[EmulatorRefused] Refused: AADSTS65001, status 400, trace id ", StringComparison.Ordinal));
        var consent = Assert.Single(lines, line => line.StartsWith("warn: FunctionsObo.OnBehalfOf.Exchange.TokenRequestLog[ConsentMissing] ", StringComparison.Ordinal));
        Assert.EndsWith($"[trace {trace}, correlation order-7]", consent.TrimEnd(), StringComparison.Ordinal);
        Assert.Contains($"correlation id {Guid.ParseExact(trace, "N")}", consent, StringComparison.Ordinal); // what Entra's own logs have it under
    }

    [Fact]
    public async Task An_outage_of_the_token_endpoint_is_found_in_the_app_and_in_the_emulator()
    {
        await using var stack = await StartAsync();
        stack.Emulator.Faults.Enqueue(new Fault { Status = 503 });

        var (_, lines) = await LinesOfAsync(stack, HttpStatusCode.ServiceUnavailable);

        Assert.Single(lines, line => line.Contains("EntraEmulator[EmulatorFaultPlayed] A scripted fault strikes the endpoint Token", StringComparison.Ordinal));
        Assert.Single(lines, line => line.Contains("[TokenEndpointUnavailable] No token for Graph: Unavailable (status 503", StringComparison.Ordinal));
    }

    /// <summary>Calls as alice, and expects every line that comes of it to have the trace id of the answer.</summary>
    private async Task<(string Trace, IReadOnlyList<string> Lines)> LinesOfAsync(LocalStack stack, HttpStatusCode expected, string? token = null)
    {
        _console.Lines.Clear();
        var trace = JsonSerializer.Deserialize<JsonElement>(await CallAsync(stack, expected, token)).GetProperty("traceId").GetString()!;

        Assert.Equal(32, trace.Length);
        Assert.All(_console.Lines, line => Assert.Contains($"[trace {trace}", line, StringComparison.Ordinal));
        return (trace, [.. _console.Lines]);
    }

    private async Task<string> CallAsync(LocalStack stack, HttpStatusCode expected, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(stack.FunctionAppAddress!, "api/me"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? stack.Emulator.IssueAccessToken("alice"));
        request.Headers.Add("X-Correlation-ID", "order-7");
        using var answer = await _http.SendAsync(request);
        Assert.Equal(expected, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    private Task<LocalStack> StartAsync() => LocalStack.StartAsync(
        LocalStackOptions.OnFreePorts with { App = AppInProcess.Of<Program>(), ConfigureLogging = logging => logging.AddProvider(_console) }, CancellationToken.None);
}
