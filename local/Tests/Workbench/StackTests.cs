using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using DevStack.Startup;
using EntraEmulator.Tenants;
using FunctionsHost.InProcess;
using Workbench;

namespace Local.Tests.Workbench;

/// <summary>What the page learns of the stack and does to it.</summary>
public sealed class StackTests
{
    [Fact]
    public async Task The_page_learns_whom_each_function_admits()
    {
        await using var own = await OwnWorkbench.StartAsync();

        var functions = (await own.Http.GetFromJsonAsync<JsonElement>("stack")).GetProperty("functions").EnumerateArray()
            .ToDictionary(one => $"{one.GetProperty("method")} {one.GetProperty("route")}", one => one.GetProperty("admits").GetRawText(), StringComparer.Ordinal);

        Assert.Equal("""{"kind":"users","permissions":["access_as_user"]}""", functions["GET me"]);
        Assert.Equal("""{"kind":"apps","permissions":["Functions.Read.All"]}""", functions["GET reports/orders"]);
        Assert.Equal("""{"kind":"anybody","permissions":[]}""", functions["GET health"]);
    }

    [Fact]
    public async Task Consent_that_is_withdrawn_stops_the_exchange_until_it_is_given_again()
    {
        await using var own = await OwnWorkbench.StartAsync();
        var consent = new { client = "functions", api = "graph", scopes = "User.Read" };

        using (await own.DevAsync(HttpMethod.Delete, "emulator/consents", consent)) { }
        var without = await own.SendAsync("me", await own.TokenAsync());
        using (await own.DevAsync(HttpMethod.Post, "emulator/consents", consent)) { }
        var with = await own.SendAsync("me", await own.TokenAsync());

        Assert.Equal(403, without.GetProperty("answer").GetProperty("status").GetInt32());
        Assert.Equal(65001, without.GetProperty("steps").EnumerateArray().Last().GetProperty("answer").GetProperty("error_codes")[0].GetInt32());
        Assert.Equal(200, with.GetProperty("answer").GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task Faults_of_an_API_are_made_and_taken_back()
    {
        await using var own = await OwnWorkbench.StartAsync();
        var token = await own.TokenAsync();

        using (var added = await own.DevAsync(HttpMethod.Post, "apis/Graph/faults", new { status = 404, times = 5 })) Assert.Equal(HttpStatusCode.OK, added.StatusCode);
        Assert.Equal("call Graph exchange 404", WorkbenchFixture.Steps(await own.SendAsync("me", token))[^1]);
        using (await own.DevAsync(HttpMethod.Delete, "apis/Graph/faults")) { }
        Assert.Equal("call Graph cache 200", WorkbenchFixture.Steps(await own.SendAsync("me", token))[^1]);
    }

    [Fact]
    public async Task A_new_key_makes_the_app_fetch_the_keys()
    {
        await using var own = await OwnWorkbench.StartAsync();
        await own.SendAsync("me", await own.TokenAsync());

        using (await own.DevAsync(HttpMethod.Post, "emulator/keys/rotate?old=drop")) { }
        var run = await own.SendAsync("me", await own.TokenAsync());

        Assert.Contains(run.GetProperty("steps").EnumerateArray(), step => step.GetProperty("kind").GetString() == "metadata");
    }

    [Theory]
    [InlineData("dev/nothing/here")]
    [InlineData("dev/apis/Nobody/seen")]
    [InlineData("dev/apis/Graph")]
    [InlineData("dev/emulator/..%2f..%2fcontoso%2foauth2%2fv2.0%2ftoken")]
    [InlineData("nothing")]
    public async Task Only_what_is_below_dev_is_reached(string path)
    {
        await using var own = await OwnWorkbench.StartAsync(LocalStackOptions.OnFreePorts with { App = AppInProcess.Of<Program>() });

        Assert.Equal(HttpStatusCode.NotFound, (await own.Http.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task An_app_of_another_identity_platform_is_not_shown_as_the_emulators()
    {
        await using var own = await OwnWorkbench.StartAsync(LocalStackOptions.OnFreePorts with
        {
            App = AppInProcess.Of<Program>(),
            FunctionAppSettings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["AzureAd:Instance"] = "https://login.example/" },
        });

        Assert.False((await own.Http.GetFromJsonAsync<JsonElement>("stack")).GetProperty("trustsEmulator").GetBoolean());
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named_with_the_option()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var failure = await Assert.ThrowsAsync<StartException>(() => LocalStack.StartAsync(
            LocalStackOptions.OnFreePorts with { App = AppInProcess.Of<Program>(), Page = new WorkbenchPage(), PagePort = port }, CancellationToken.None));

        Assert.Equal($"Port {port} for the Workbench is taken. Stop what listens there, or choose another with --WorkbenchPort (0: any free one).", failure.Message);
    }

    [Fact]
    public async Task The_page_stays_a_client_when_the_stack_file_has_changed()
    {
        await using var own = await OwnWorkbench.StartAsync();

        var directory = own.Stack.WithPage(TenantDirectory.From(own.Stack.Definition));

        Assert.NotNull(directory.FindApplication("workbench"));
        Assert.NotNull(own.Stack.Emulator.Directory.FindApplication("workbench"));
    }

    [Fact]
    public async Task While_the_stack_starts_the_page_is_there_already()
    {
        await using var page = new WorkbenchPage();
        using var http = new HttpClient { BaseAddress = await page.StartAsync(0, CancellationToken.None) };

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("")).StatusCode);
        using var stack = await http.GetAsync("stack");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "The stack is starting.\n"), (stack.StatusCode, await stack.Content.ReadAsStringAsync()));
    }
}
