using System.Net;
using System.Net.Http.Headers;
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
          "Values": {
            "AzureAd__TenantId": "11111111-1111-4111-8111-111111111111",
            "AzureAd__Instance": "https://localhost:1/",
            "AzureWebJobs.Health.Disabled": "true"
          },
          "Host": { "LocalHttpPort": 1, "CORS": "*" }
        }
        """)]
    public async Task A_file_that_lies_around_changes_nothing_and_one_line_says_so(string hostile)
    {
        using var devHost = new DevHostProcess();
        await devHost.WriteAsync("local.settings.json", hostile);

        await devHost.StartAsync();
        using var http = devHost.CreateClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await http.GetStringAsync(new Uri(devHost.Emulator, "dev/token?user=alice")));

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("me")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("health")).StatusCode);
        Assert.Equal(
            ["local.settings.json is for func start; it is not used here. To use it, add --settings local.settings.json"],
            devHost.Lines.Where(line => line.Contains("settings.json", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_file_that_is_named_stands_over_the_stack_with_its_values_its_port_and_its_origins()
    {
        var file = await _run.WriteAsync("local.settings.json", """
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
        Assert.DoesNotContain("is not used here", _run.Output, StringComparison.Ordinal);
        Assert.Equal((0, ""), await _run.StopAsync());
    }
}
