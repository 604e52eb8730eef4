using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DevStack.Startup;
using FunctionsHost.InProcess;
using TestSupport;

namespace Local.Tests.Workbench;

/// <summary>A request that the page sends, and the chain that it gets back.</summary>
public sealed class SendingTests(WorkbenchFixture fixture) : IClassFixture<WorkbenchFixture>
{
    [Fact]
    public async Task The_first_time_the_token_is_checked_and_exchanged_and_the_second_time_neither()
    {
        var token = await fixture.TokenAsync();

        var first = await fixture.SendAsync("me", token);
        var second = await fixture.SendAsync("me", token);

        Assert.Equal(200, first.GetProperty("answer").GetProperty("status").GetInt32());
        Assert.Equal(["validate accepted", "exchange Graph success 200", "call Graph exchange 200"], WorkbenchFixture.Steps(first));
        Assert.Equal(["call Graph cache 200"], WorkbenchFixture.Steps(second));
    }

    [Fact]
    public async Task Token_B_is_shown_and_is_the_one_that_the_API_took()
    {
        var run = await fixture.SendAsync("me", await fixture.TokenAsync());

        var token = run.GetProperty("steps").EnumerateArray().Last().GetProperty("token").GetString()!;
        var payload = EntraEmulator.Some.Payload(token);
        Assert.Equal(WellKnown.GraphIdUri, payload.GetProperty("aud").GetString());
        Assert.Equal(fixture.Stack.Apis["Graph"].Seen.Newest.Single(seen => seen.TraceId == run.GetProperty("traceId").GetString()).Uti, payload.GetProperty("uti").GetString());
    }

    [Fact]
    public async Task What_proves_who_the_app_is_is_not_shown()
    {
        var token = await fixture.TokenAsync();

        var text = (await fixture.SendAsync("me", token)).GetRawText();

        Assert.Contains("\"client_secret\":\"(not shown)\"", text, StringComparison.Ordinal);
        Assert.Contains("\"refresh_token\":\"(not shown)\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain(WellKnown.FunctionAppSecret, text, StringComparison.Ordinal);
        Assert.DoesNotContain(token, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("me", "user=alice&lifetime=-3600", "validate refused Expired")]
    [InlineData("me", "user=alice&audience=graph&client=functions", "validate refused WrongAudience")]
    [InlineData("reports/orders", "user=bob", "validate accepted")]
    public async Task A_refused_request_ends_where_it_is_refused(string path, string token, string last) =>
        Assert.Equal([last], WorkbenchFixture.Steps(await fixture.SendAsync(path, await fixture.TokenAsync(token))));

    [Fact]
    public async Task Many_callers_with_one_token_make_one_exchange()
    {
        var callers = (await fixture.SendAsync("me", await fixture.TokenAsync(), callers: 50)).GetProperty("callers");

        Assert.Equal((50, 1), (callers.GetProperty("count").GetInt32(), callers.GetProperty("exchanges").GetInt32()));
        Assert.Equal("[{\"status\":200,\"count\":50}]", callers.GetProperty("statuses").GetRawText());
    }

    [Fact]
    public async Task Without_a_token_the_app_says_what_it_needs()
    {
        var run = await fixture.SendAsync("me", token: null);

        Assert.Equal(401, run.GetProperty("answer").GetProperty("status").GetInt32());
        Assert.Contains(run.GetProperty("answer").GetProperty("headers").EnumerateArray(), header => header.GetProperty("name").GetString() == "WWW-Authenticate");
    }

    [Theory]
    [InlineData("""{"method":"GET","path":"me","token":"eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL2xvZ2luLm1pY3Jvc29mdG9ubGluZS5jb20vIn0."}""", "This page shows tokens of the emulator")]
    [InlineData("""{"method":"GET","path":"me","token":"secret"}""", "This page shows tokens of the emulator")]
    [InlineData("""{"method":"GET","path":"../admin/host/status"}""", "leads away from")]
    [InlineData("""{"method":"GET","path":"http://elsewhere.example/"}""", "leads away from")]
    [InlineData("""{"method":"TRACE","path":"me"}""", "'method' is one of GET, POST")]
    [InlineData("""{"method":"GET","path":"me","callers":501}""", "from 1 to 500")]
    [InlineData("""{"method":"GET","path":"me","tokens":""}""", "tokens")]
    [InlineData("""{"method":"GET"}""", "path")]
    [InlineData("nothing", "JSON")]
    public async Task What_cannot_be_sent_is_explained(string body, string explanation)
    {
        using var answer = await fixture.Http.PostAsync("requests", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("problem").GetString();
        Assert.Contains(explanation, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_in_processes_of_its_own_is_shown_by_what_the_others_saw()
    {
        if (!OperatingSystem.IsLinux()) return;
        await using var own = await OwnWorkbench.StartAsync(LocalStackOptions.OnFreePorts with { App = AppInProcess.Of<Program>(), Instances = 1 });
        var token = await own.TokenAsync();

        Assert.Equal(["exchange Graph 200", "call Graph exchange"], WorkbenchFixture.Steps(await own.SendAsync("me", token)));
        Assert.Equal(["call Graph cache"], WorkbenchFixture.Steps(await own.SendAsync("me", token)));
    }
}
