using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using DevStack.Startup;
using FunctionsHost.InProcess;
using Local.Tests.DevStack.Support;
using TestSupport;

namespace Local.Tests.DevStack;

/// <summary>api.http against a stack that runs.</summary>
public sealed class ApiFileTests
{
    [Fact]
    public async Task Every_call_is_answered_as_its_title_says()
    {
        await using var stack = await LocalStack.StartAsync(LocalStackOptions.OnFreePorts with { App = AppInProcess.Of<Program>() }, CancellationToken.None);
        using var http = stack.Emulator.CreateClient();
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["app"] = $"{stack.FunctionAppAddress}api",
            ["emulator"] = stack.Emulator.Address.ToString().TrimEnd('/'),
            ["graph"] = stack.Graph.Address.ToString().TrimEnd('/'),
        };
        Assert.Equal(values.Keys, ApiFile.Variables.Keys);

        foreach (var call in ApiFile.Calls)
        {
            using var request = new HttpRequestMessage(call.Method, Filled(call.Address, values));
            if (call.Body is not null) request.Content = new StringContent(call.Body);
            foreach (var (name, value) in call.Headers)
            {
                if (name == "Content-Type") request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
                else Assert.True(request.Headers.TryAddWithoutValidation(name, Filled(value, values)));
            }

            using var answer = await http.SendAsync(request);
            var body = await answer.Content.ReadAsStringAsync();
            if (call.Name is { } given) values[$"{given}.response.body.*"] = body;
            Assert.True(call.Status == answer.StatusCode, $"{call.Title} ({call.Method} {call.Address}) is {answer.StatusCode}: {body}");
        }
    }

    [Fact]
    public void The_addresses_are_those_of_a_stack_that_is_started_without_options()
    {
        var stack = new LocalStackOptions();

        Assert.Equal(
            [$"http://localhost:{stack.FunctionAppPort}/api", $"https://localhost:{stack.EmulatorPort}", $"http://localhost:{stack.Stack.DownstreamApis.First(api => api.Name == "Graph").Port}"],
            ApiFile.Variables.Values);
    }

    [Fact]
    public void Every_route_of_the_table_of_functions_is_called()
    {
        var table = Regex.Matches(File.ReadAllText(Repository.PathOf("docs/functions.md")), @"`(?<method>GET|POST) (?<route>[a-z./{}-]+)`", RegexOptions.None, TimeSpan.FromSeconds(1))
            .Select(route => $"{route.Groups["method"].Value} {{{{app}}}}/{route.Groups["route"].Value.Replace("{id}", "1001", StringComparison.Ordinal)}").ToList();

        Assert.InRange(table.Count, 9, 100);
        Assert.Empty(table.Except(ApiFile.Calls.Select(call => $"{call.Method} {call.Address}"), StringComparer.Ordinal));
    }

    private static string Filled(string text, Dictionary<string, string> values) => Regex.Replace(
        text, @"\{\{(?<name>[^}]+)\}\}", found => values[found.Groups["name"].Value], RegexOptions.None, TimeSpan.FromSeconds(1));
}
