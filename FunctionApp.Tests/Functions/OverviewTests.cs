using System.Net;
using System.Text;
using System.Text.Json;
using DevStack.DownstreamApis.Faults;
using EntraEmulator.Dev;
using EntraEmulator.Faults;
using FunctionApp.Functions;
using TestSupport;

namespace FunctionApp.Tests.Functions;

public sealed class OverviewTests
{
    private static readonly (string, string?)[] NoRetry =
        [("DownstreamApis:Graph:Retry:MaxRetryAttempts", "0"), ("DownstreamApis:Orders:Retry:MaxRetryAttempts", "0")];

    [Fact]
    public async Task Both_apis_are_asked_at_once_with_one_exchange_each()
    {
        await using var stack = await Stack.StartAsync(NoRetry);
        stack.Local.Graph.Faults.Add(new DownstreamFault { DelayMs = 60_000 });
        stack.Local.Orders.Faults.Add(new DownstreamFault { DelayMs = 60_000 });
        var asked = stack.GetAsync("overview", "alice");

        // Both wait on the clock, so neither waited for the other.
        await stack.Time.TimerAsync(due => due == TimeSpan.FromMinutes(1));
        while (stack.Local.Graph.Seen.Newest.Count + stack.Local.Orders.Seen.Newest.Count < 2) await Task.Yield();
        while (stack.Local.Graph.Faults.Pending.Count + stack.Local.Orders.Faults.Pending.Count > 0) await Task.Yield();
        stack.Time.Advance(TimeSpan.FromMinutes(1));
        await asked;

        var exchanges = stack.Emulator.Stats.Snapshot().OnBehalfOf["alice"];
        Assert.Equal((1, 1), (exchanges["graph"], exchanges["orders"]));
    }

    [Fact]
    public async Task Nothing_missing_is_an_empty_list_of_failures()
    {
        await using var stack = await Stack.StartAsync(NoRetry);

        var reply = await stack.GetAsync("overview", "alice");

        Assert.Equal(0, reply.Json.GetProperty("failures").GetArrayLength());
    }

    [Theory]
    [InlineData(true, "profile", "orders")]
    [InlineData(false, "orders", "profile")]
    public async Task One_api_out_of_order_leaves_the_other_and_says_what_is_missing(bool graph, string missing, string there)
    {
        await using var stack = await Stack.StartAsync(NoRetry);
        (graph ? stack.Local.Graph : stack.Local.Orders).Faults.Add(new DownstreamFault { Status = 503, RetryAfterSeconds = 120, Body = "secret of somebody else" });

        var reply = await stack.GetAsync("overview", "alice");

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal(JsonValueKind.Null, reply.Json.GetProperty(missing).ValueKind);
        Assert.NotEqual(JsonValueKind.Null, reply.Json.GetProperty(there).ValueKind);
        var failure = Assert.Single(reply.Json.GetProperty("failures").EnumerateArray());
        Assert.Equal(
            (missing, 503, "downstream_throttled", 120),
            (failure.GetProperty("part").GetString(), failure.GetProperty("status").GetInt32(), failure.GetProperty("code").GetString(), failure.GetProperty("retryAfterSeconds").GetInt32()));
        Assert.DoesNotContain("secret", reply.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_apis_out_of_order_are_the_failure_of_the_first()
    {
        await using var stack = await Stack.StartAsync(NoRetry);
        stack.Local.Graph.Faults.Add(new DownstreamFault { Status = 500 });
        stack.Local.Orders.Faults.Add(new DownstreamFault { Status = 403 });

        var reply = await stack.GetAsync("overview", "alice");

        Assert.Equal((HttpStatusCode.BadGateway, "downstream_failed"), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task No_token_for_one_api_leaves_the_other()
    {
        await using var stack = await Stack.StartAsync(NoRetry);
        stack.Emulator.Faults.Enqueue(new Fault { Scope = "orders", Status = 503, RetryAfterSeconds = 9 });

        var reply = await stack.GetAsync("overview", "alice");

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        var failure = Assert.Single(reply.Json.GetProperty("failures").EnumerateArray());
        Assert.Equal(("orders", "identity_platform_unavailable"), (failure.GetProperty("part").GetString(), failure.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task A_challenge_of_one_api_is_the_answer_to_the_whole_request()
    {
        const string claims = """{"access_token":{"acrs":{"essential":true,"value":"c1"}}}""";
        await using var stack = await Stack.StartAsync(NoRetry);
        stack.Local.Orders.Faults.Add(new DownstreamFault
        {
            WwwAuthenticate = $"Bearer error=\"insufficient_claims\", claims=\"{Convert.ToBase64String(Encoding.UTF8.GetBytes(claims))}\"",
            Times = 2,
        });

        var reply = await stack.GetAsync("overview", new TokenRequest { User = "alice", Capabilities = ["cp1"] });

        Assert.Equal((HttpStatusCode.Unauthorized, "user_action_required", claims), (reply.Status, reply.Code, reply.Claims));
    }

    [Fact]
    public async Task Missing_consent_for_one_api_is_the_answer_to_the_whole_request()
    {
        await using var stack = await Stack.StartAsync([.. NoRetry, ("DownstreamApis:Graph:Scopes:0", "https://graph.microsoft.com/Mail.Read")]);

        var reply = await stack.GetAsync("overview", "alice");

        Assert.Equal((HttpStatusCode.Forbidden, "consent_required"), (reply.Status, reply.Code));
    }
}
