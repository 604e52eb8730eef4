using System.Globalization;
using System.Net.Http.Headers;
using DevHost;
using EntraEmulator;

namespace FunctionApp.Benchmarks.Scenarios;

/// <summary>Many first calls of one user at the same moment, on a running app: one token request, whatever MSAL would make of it.</summary>
internal static class Stampede
{
    private const int Calls = 200;

    public static async IAsyncEnumerable<Measure> RunAsync()
    {
        await using var stack = await LocalStack.StartAsync(LocalStackOptions.OnFreePorts, CancellationToken.None);
        stack.Emulator.Faults.Enqueue(new Fault { DelayMs = 100, Times = 0 });
        using var http = new HttpClient { BaseAddress = new Uri(stack.FunctionAppAddress!, "api/") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", stack.Emulator.IssueAccessToken(WellKnown.AliceName));

        var calls = Enumerable.Range(0, Calls).Select(async _ =>
        {
            using var answer = await http.GetAsync("me");
            answer.EnsureSuccessStatusCode();
        });
        await Task.WhenAll(calls);

        yield return new Measure(
            $"token requests for {Calls} concurrent first calls of one user", "1",
            stack.Emulator.Stats.Snapshot().Exchanges().ToString(CultureInfo.InvariantCulture));
    }
}
