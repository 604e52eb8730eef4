using System.Net;
using System.Text;
using DevStack.DownstreamApis.Faults;
using EntraEmulator.Dev;
using FunctionApp.Functions;
using FunctionsObo.Errors;
using TestSupport;

namespace FunctionsObo.Tests.Downstream;

/// <summary>What clients may try with a path, and what hostile APIs may answer, as seen from outside.</summary>
public sealed class FrontDoorTests
{
    private static readonly (string, string?) NoRetry = ("DownstreamApis:Graph:Retry:MaxRetryAttempts", "0");

    [Theory]
    [InlineData("orders/..%2F..%2Fdev%2Fecho")]
    [InlineData("orders/%252e%252e%252fdev")]
    [InlineData("orders/..%5C..%5Cdev")]
    [InlineData("orders/..;")]
    [InlineData("orders/a%2Fb")]
    [InlineData("orders/a%00b")]
    [InlineData("orders/1%0d%0aX-Evil:1")]
    [InlineData("orders/%EF%BC%8E%EF%BC%8E")]
    public async Task A42_an_id_that_is_a_way_out_is_400_and_nothing_is_called(string path)
    {
        await using var stack = await Stack.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(
            stack.Http.BaseAddress + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        request.Headers.Add("Authorization", $"Bearer {stack.Emulator.IssueAccessToken("alice")}");

        using var response = await stack.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Empty(stack.Local.Orders.Seen.Newest);
    }

    [Fact]
    public async Task A43_a_redirect_is_not_followed_with_a_token()
    {
        await using var stack = await Stack.StartAsync(NoRetry);
        foreach (var target in new[] { $"{stack.Local.Orders.Address}orders", $"{stack.Local.Graph.Address}graph/v1.0/me/memberOf", "/graph/v1.0/me/memberOf" })
        {
            stack.Local.Graph.Seen.Clear();
            stack.Local.Graph.Faults.Add(new DownstreamFault { RedirectTo = target });

            var reply = await stack.GetAsync("me", "alice");

            Assert.Equal((HttpStatusCode.BadGateway, "downstream_failed"), (reply.Status, reply.Code));
            Assert.Single(stack.Local.Graph.Seen.Newest);
            Assert.Empty(stack.Local.Orders.Seen.Newest);
        }
    }

    [Theory]
    [InlineData(50_000_000, 0)]
    [InlineData(0, 50_000_000)]
    public async Task A44_an_answer_larger_than_allowed_is_not_read_to_its_end(long bytes, long gzipBytes)
    {
        await using var stack = await Stack.StartAsync(NoRetry, ("DownstreamApis:Graph:MaxResponseBytes", "1048576"));
        await stack.GetAsync("me", "alice");
        stack.Local.Graph.Faults.Add(new DownstreamFault { Bytes = bytes, GzipBytes = gzipBytes });

        var reply = await stack.GetAsync("me", "alice");

        Assert.Equal((HttpStatusCode.BadGateway, "downstream_unreadable"), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task A44_a_body_that_drips_ends_at_the_timeout()
    {
        await using var stack = await Stack.StartAsync(NoRetry, ("DownstreamApis:Graph:Timeout", "00:00:17"));
        var token = stack.Emulator.IssueAccessToken("alice");
        await stack.SendAsync(HttpMethod.Get, "me", token);
        stack.Local.Graph.Faults.Add(new DownstreamFault { Bytes = 1000, SlowBody = 600_000 });

        var asked = stack.SendAsync(HttpMethod.Get, "me", token);
        await stack.Time.TimerAsync(due => due == TimeSpan.FromMinutes(10)); // the first byte is out
        stack.Time.Advance(TimeSpan.FromSeconds(17));
        var reply = await asked;

        Assert.Equal((HttpStatusCode.GatewayTimeout, "downstream_timeout"), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task A44_a_challenge_of_a_megabyte_is_a_failure_of_the_api()
    {
        await using var stack = await Stack.StartAsync(NoRetry);
        stack.Local.Graph.Faults.Add(new DownstreamFault { WwwAuthenticate = $"Bearer error=\"insufficient_claims\", claims=\"{new string('A', 1 << 20)}\"" });

        var reply = await stack.GetAsync("me", "alice");

        Assert.Equal(HttpStatusCode.BadGateway, reply.Status);
        Assert.Null(reply.Challenge);
        Assert.Equal(1, stack.Emulator.Stats.Snapshot().Exchanges());
    }

    [Theory]
    [InlineData("\"not what was asked for\"")]
    [InlineData("{\"id\":")]
    [InlineData("null")]
    [InlineData("<html>secret of somebody else</html>")]
    public async Task An_answer_that_cannot_be_read_is_502_without_a_word_of_it(string body)
    {
        await using var stack = await Stack.StartAsync(NoRetry);
        stack.Local.Graph.Faults.Add(new DownstreamFault { Body = body });

        var reply = await stack.GetAsync("me", "alice");

        Assert.Equal((HttpStatusCode.BadGateway, "downstream_unreadable"), (reply.Status, reply.Code));
        Assert.DoesNotContain("secret", reply.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_breaks_in_the_body_is_tried_again()
    {
        await using var stack = await Stack.StartAsync(("DownstreamApis:Graph:Retry:Delay", "00:00:00"));
        stack.Local.Graph.Faults.Add(new DownstreamFault { Drop = true });

        var reply = await stack.GetAsync("me", "alice");

        Assert.Equal(HttpStatusCode.OK, reply.Status);
    }

    [Fact]
    public async Task A_downstream_claims_challenge_is_met_with_one_more_exchange()
    {
        await using var stack = await Stack.StartAsync();
        stack.Local.Graph.Faults.Add(new DownstreamFault { WwwAuthenticate = Challenge("""{"access_token":{"nbf":{"essential":true,"value":"1"}}}""") });

        var reply = await stack.GetAsync("me", "alice");

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal(2, stack.Emulator.Stats.Snapshot().Exchanges("alice", "graph"));
        var seen = stack.Local.Graph.Seen.Newest;
        Assert.Equal(2, seen.Select(token => token.Uti).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_downstream_claims_challenge_that_stays_reaches_a_client_that_understands_it()
    {
        const string claims = """{"access_token":{"acrs":{"essential":true,"value":"c1"}}}""";
        await using var stack = await Stack.StartAsync();
        stack.Local.Graph.Faults.Add(new DownstreamFault { WwwAuthenticate = Challenge(claims), Times = 2 });

        var reply = await stack.GetAsync("me", new TokenRequest { User = "alice", Capabilities = ["cp1"] });

        Assert.Equal((HttpStatusCode.Unauthorized, "user_action_required"), (reply.Status, reply.Code));
        Assert.Equal(claims, reply.Claims);
    }

    [Fact]
    public async Task A_downstream_claims_challenge_that_stays_is_403_for_a_client_that_would_not_understand_it()
    {
        await using var stack = await Stack.StartAsync();
        stack.Local.Graph.Faults.Add(new DownstreamFault { WwwAuthenticate = Challenge("""{"access_token":{"nbf":{"essential":true,"value":"1"}}}"""), Times = 2 });

        var reply = await stack.GetAsync("me", "alice");

        Assert.Equal((HttpStatusCode.Forbidden, "user_action_required"), (reply.Status, reply.Code));
        Assert.Null(reply.Challenge);
    }

    [Fact]
    public async Task A45_a_hostile_challenge_is_not_relayed()
    {
        await using var stack = await Stack.StartAsync();
        stack.Local.Graph.Faults.Add(new DownstreamFault { WwwAuthenticate = Challenge("not JSON, but a message to the user") });

        var reply = await stack.GetAsync("me", "alice");

        Assert.Equal((HttpStatusCode.BadGateway, "downstream_failed"), (reply.Status, reply.Code));
        Assert.Null(reply.Challenge);
    }

    [Theory]
    [InlineData(429, 42, HttpStatusCode.ServiceUnavailable, "downstream_throttled")]
    [InlineData(503, 42, HttpStatusCode.ServiceUnavailable, "downstream_throttled")]
    public async Task A_downstream_api_that_asks_to_wait_longer_than_we_may_is_503_with_its_retry_after(int downstream, int seconds, HttpStatusCode status, string code)
    {
        await using var stack = await Stack.StartAsync();
        stack.Local.Graph.Faults.Add(new DownstreamFault { Status = downstream, RetryAfterSeconds = seconds });

        var reply = await stack.GetAsync("me", "alice");

        Assert.Equal((status, code, TimeSpan.FromSeconds(seconds)), (reply.Status, reply.Code, reply.RetryAfter));
    }

    [Fact]
    public async Task A_conflict_is_told_as_one()
    {
        await using var stack = await Stack.StartAsync();
        stack.Local.Orders.Faults.Add(new DownstreamFault { Status = 409 });

        var reply = await stack.SendAsync(HttpMethod.Post, "orders", stack.Emulator.IssueAccessToken("alice"), """{"product":"Lamp","quantity":1}""");

        Assert.Equal((HttpStatusCode.Conflict, "downstream_conflict"), (reply.Status, reply.Code));
    }

    private static string Challenge(string claims) =>
        $"Bearer realm=\"\", error=\"insufficient_claims\", claims=\"{Convert.ToBase64String(Encoding.UTF8.GetBytes(claims))}\"";
}
