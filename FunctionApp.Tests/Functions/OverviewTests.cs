using System.Net;
using System.Text.Json;
using FunctionsObo.Testing;

namespace FunctionApp.Tests.Functions;

public sealed class OverviewTests
{
    private static readonly object Profile = new { id = "1", displayName = "Alice" };
    private static readonly object[] NoOrders = [];

    [Fact]
    public async Task Both_apis_are_asked_at_once_with_one_exchange_each()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        app.Api("Graph").Get("me").After(TimeSpan.FromSeconds(1)).Answers(Profile);
        app.Api("Orders").Get("orders").After(TimeSpan.FromSeconds(2)).Answers(NoOrders);

        var waiting = app.ClientFor("alice", "access_as_user").GetAsync("overview");
        await app.Time.TimerAsync(due => due == TimeSpan.FromSeconds(1));
        await app.Time.TimerAsync(due => due == TimeSpan.FromSeconds(2));
        app.Time.Advance(TimeSpan.FromSeconds(2));
        var response = await waiting;

        Assert.Equal(0, (await response.JsonAsync()).GetProperty("failures").GetArrayLength());
        Assert.Equal(2, app.Entra.Emulator.Stats.Snapshot().Exchanges("alice"));
    }

    [Theory]
    [InlineData("Graph", "profile", "orders")]
    [InlineData("Orders", "orders", "profile")]
    public async Task One_api_out_of_order_leaves_the_other_and_says_what_is_missing(string api, string missing, string there)
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        app.Api("Graph").Get("me").Answers(Profile);
        app.Api("Orders").Get("orders").Answers(NoOrders);
        app.Api(api).Get(api == "Graph" ? "me" : "orders").Throttles(TimeSpan.FromMinutes(2));

        var response = await app.ClientFor("alice", "access_as_user").GetAsync("overview");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var json = await response.JsonAsync();
        Assert.Equal(JsonValueKind.Null, json.GetProperty(missing).ValueKind);
        Assert.NotEqual(JsonValueKind.Null, json.GetProperty(there).ValueKind);
        var failure = Assert.Single(json.GetProperty("failures").EnumerateArray());
        Assert.Equal(
            (missing, 503, "downstream_throttled", 120),
            (failure.GetProperty("part").GetString(), failure.GetProperty("status").GetInt32(), failure.GetProperty("code").GetString(), failure.GetProperty("retryAfterSeconds").GetInt32()));
    }

    [Fact]
    public async Task What_a_broken_api_says_goes_to_nobody()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        app.Api("Graph").Get("me").Answers(Profile);
        app.Api("Orders").Get("orders").Answers(HttpStatusCode.Forbidden, "secret of somebody else");

        var response = await app.ClientFor("alice", "access_as_user").GetAsync("overview");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotContain("secret", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_apis_out_of_order_are_the_failure_of_the_first()
    {
        await using var app = await StartWithoutRetriesAsync();
        app.Api("Graph").Get("me").Answers(HttpStatusCode.InternalServerError);
        app.Api("Orders").Get("orders").Answers(HttpStatusCode.Forbidden);

        var response = await app.ClientFor("alice", "access_as_user").GetAsync("overview");

        Assert.Equal((HttpStatusCode.BadGateway, "downstream_failed"), (response.StatusCode, await response.CodeAsync()));
    }

    [Fact]
    public async Task No_token_for_one_api_leaves_the_other()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        app.Api("Graph").Get("me").Answers(Profile);
        app.Entra.Emulator.Faults.Enqueue(new() { Scope = "orders", Status = 503, RetryAfterSeconds = 9 });

        var response = await app.ClientFor("alice", "access_as_user").GetAsync("overview");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var failure = Assert.Single((await response.JsonAsync()).GetProperty("failures").EnumerateArray());
        Assert.Equal(("orders", "identity_platform_unavailable"), (failure.GetProperty("part").GetString(), failure.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task A_challenge_of_one_api_is_the_answer_to_the_whole_request()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        app.Api("Graph").Get("me").Answers(Profile);
        app.Api("Orders").Get("orders").Times(2).Challenges();
        app.Api("Orders").Get("orders").Answers(NoOrders);

        var challenge = await app.ClientFor("alice", "access_as_user").GetAsync("overview");
        var response = await app.ClientThatMet(challenge).GetAsync("overview");

        Assert.Equal((HttpStatusCode.Unauthorized, "user_action_required"), (challenge.StatusCode, await challenge.CodeAsync()));
        Assert.Equal(0, (await response.JsonAsync()).GetProperty("failures").GetArrayLength());
    }

    [Fact]
    public async Task Missing_consent_for_one_api_is_the_answer_to_the_whole_request()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        app.Api("Orders").Get("orders").Answers(NoOrders);
        app.Entra.LosesConsent("Graph");

        var response = await app.ClientFor("alice", "access_as_user").GetAsync("overview");

        Assert.Equal((HttpStatusCode.Forbidden, "consent_required"), (response.StatusCode, await response.CodeAsync()));
    }

    private static Task<TestApp> StartWithoutRetriesAsync() =>
        ProtectedFunctions.StartAsync<Program>(new() { Settings = { ["DownstreamApis:Graph:Retry:MaxRetryAttempts"] = "0" } });
}
