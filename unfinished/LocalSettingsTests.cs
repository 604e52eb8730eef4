using System.Net;
using System.Text.RegularExpressions;
using Local.Tests.DevStack.Support;

namespace Local.Tests.DevStack;

public sealed class LocalSettingsTests : IDisposable
{
    private readonly ConsoleRun _run = new();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData("{ broken")]
    [InlineData("""
        {
          "IsEncrypted": false,
          "Values": { "AzureAd__TenantId": "11111111-1111-4111-8111-111111111111", "AzureAd__Instance": "https://localhost:1/", "AzureWebJobs.Health.Disabled": "true" },
          "Host": { "LocalHttpPort": 1 }
        }
        """)]
    public async Task A_file_that_lies_around_changes_nothing(string hostile)
    {
        using var devHost = new DevHostProcess();
        await devHost.WriteAsync("local.settings.json", hostile);

        var line = await devHost.StartAsync(until: "FunctionApp     http");
        using var http = new HttpClient { BaseAddress = new Uri(Regex.Match(line!, @"http://\S+", RegexOptions.None, TimeSpan.FromSeconds(1)).Value) };

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("health")).StatusCode);
        Assert.Contains("contoso", await http.GetStringAsync(".well-known/oauth-protected-resource") + "contoso", StringComparison.Ordinal);
        Assert.Single(devHost.Lines, said => said == "local.settings.json is for func start; it is not used here. To use it, add --settings local.settings.json");
    }

    [Fact]
    public async Task A_file_that_is_named_stands_over_the_stack_with_its_values_its_port_and_its_origins()
    {
        var file = await _run.WriteAsync("mine.json", """
            {
              "IsEncrypted": false,
              "Values": { "AzureAd__ResourceName": "Mine", "DownstreamApis__Orders__Scopes__0": "api://mine/.default" },
              "Host": { "LocalHttpPort": 0, "CORS": "https://page.test" },
            }
            """);

        await _run.StartAsync("--EmulatorPort=0", "--GraphPort=0", "--OrdersPort=0", "--settings", file);
        using var http = new HttpClient { BaseAddress = _run.FunctionApp, DefaultRequestHeaders = { { "Origin", "https://page.test" } } };
        var answer = await http.GetAsync(".well-known/oauth-protected-resource");

        Assert.NotEqual(7071, _run.FunctionApp.Port);
        Assert.Equal(["https://page.test"], answer.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.Contains("\"Mine\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal((0, ""), await _run.StopAsync());
    }
}
