using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using DevStack.Startup;
using EntraEmulator.StackFiles;
using FunctionsHost.InProcess;
using FunctionsObo.Downstream;
using Local.Tests.EntraEmulator.StackFiles;
using TestSupport;

namespace Local.Tests.DevStack;

/// <summary>FunctionApp on stacks of other content, through the front door.</summary>
public sealed class DefinedStackTests
{
    [Fact]
    public async Task A_canned_answer_reaches_the_client_through_the_whole_chain()
    {
        await using var stack = await StartAsync(StackText.DefaultWithApis("""
            { "name": "Graph", "port": 0, "scopes": ["User.Read"], "routes": [{ "path": "/me", "scope": "User.Read", "answer": { "id": "{oid}", "displayName": "{name}, canned" } }] }
            """));

        var (status, me) = await GetAsync(stack, "me", "bob");

        Assert.Equal((HttpStatusCode.OK, WellKnown.BobObjectId, "Bob Brown, canned"), (status, me.GetProperty("id").GetString(), me.GetProperty("displayName").GetString()));
    }

    [Fact]
    public async Task Without_consent_the_client_is_told_which_scopes_it_is_about()
    {
        await using var stack = await StartAsync(StackText.DefaultWithApis("""
            { "name": "Graph", "port": 0, "scopes": ["User.Read"], "consent": [], "builtIn": "graph" }
            """));

        var (status, problem) = await GetAsync(stack, "me", "alice");

        Assert.Equal((HttpStatusCode.Forbidden, "consent_required"), (status, problem.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task An_app_takes_the_settings_of_new_apis_whoever_they_are_for()
    {
        await using var stack = await StartAsync(StackText.DefaultWithApis(CannedApis.Stock, CannedApis.Badges), app => app.Services.AddDownstreamApi("Stock").AddDownstreamApi("Badges"));

        Assert.Equal(HttpStatusCode.OK, (await GetAsync(stack, "me", "alice")).Status);
    }

    [Fact]
    public async Task Names_and_ids_are_those_of_the_file()
    {
        var text = StackText.Default
            .Replace(WellKnown.ContosoTenantId, "11111111-0000-4000-8000-000000000001", StringComparison.Ordinal).Replace("contoso", "woodgrove", StringComparison.Ordinal)
            .Replace(WellKnown.FunctionAppClientId, "11111111-0000-4000-8000-000000000002", StringComparison.Ordinal)
            .Replace("\"alice\"", "\"dora\"", StringComparison.Ordinal).Replace("local-emulator-secret", "another", StringComparison.Ordinal);
        await using var stack = await StartAsync(text);

        var (status, me) = await GetAsync(stack, "me", "dora");

        Assert.Equal((HttpStatusCode.OK, "dora@woodgrove.example"), (status, me.GetProperty("mail").GetString()));
        Assert.Equal("11111111-0000-4000-8000-000000000001", Assert.Single(stack.Apis["Graph"].Seen.Newest).Tid);
    }

    [Fact]
    public async Task Two_parts_with_one_port_are_named_before_any_starts()
    {
        var options = new LocalStackOptions { Stack = StackDefinition.Default, EmulatorPort = 7081, WithoutApp = true };

        var failure = await Assert.ThrowsAsync<StartException>(() => LocalStack.StartAsync(options, CancellationToken.None));

        Assert.Equal("Port 7081 is given to the Entra emulator and to the Orders API. Choose another with --OrdersPort (0: any free one), or in stack.json.", failure.Message);
    }

    private static Task<LocalStack> StartAsync(string text, Action<AppSetup>? configure = null) =>
        LocalStack.StartAsync(LocalStackOptions.On(StackText.Read(text)) with { App = AppInProcess.Of<Program>(), ConfigureFunctionApp = configure }, CancellationToken.None);

    private static async Task<(HttpStatusCode Status, JsonElement Body)> GetAsync(LocalStack stack, string function, string user)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", stack.Emulator.IssueAccessToken(user));
        using var answer = await http.GetAsync(new Uri(stack.FunctionAppAddress!, $"api/{function}"));
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }
}
