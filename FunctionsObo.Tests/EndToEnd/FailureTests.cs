using System.Net;
using DevStack.DownstreamApis.Faults;
using EntraEmulator.Dev;
using EntraEmulator.Faults;
using EntraEmulator.Tenants;
using FunctionsObo.Authentication;
using FunctionsObo.Errors;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using TestSupport;

namespace FunctionsObo.Tests.EndToEnd;

/// <summary>The table of failures and responses in the README, row by row.</summary>
public sealed class FailureTests
{
    [Fact]
    public async Task No_credentials_get_a_challenge_without_an_error_code()
    {
        await using var stack = await Stack.StartAsync();

        var reply = await stack.SendAsync(HttpMethod.Get, "me", token: null);

        Assert.Equal((HttpStatusCode.Unauthorized, "application/problem+json", "no_credentials"), (reply.Status, reply.ContentType, reply.Code));
        Assert.Equal(
            $"Bearer realm=\"\", authorization_uri=\"{stack.Emulator.Address}{WellKnown.ContosoTenantId}/oauth2/v2.0/authorize\"" +
            $", resource_metadata=\"{stack.Local.FunctionAppAddress}api/.well-known/oauth-protected-resource\"",
            reply.Challenge);
    }

    [Fact]
    public async Task Garbage_is_no_token()
    {
        await using var stack = await Stack.StartAsync();

        var reply = await stack.SendAsync(HttpMethod.Get, "me", "garbage");

        Assert.Equal((HttpStatusCode.Unauthorized, "malformed_token"), (reply.Status, reply.Code));
        Assert.StartsWith("Bearer error=\"invalid_token\", error_description=\"", reply.Challenge, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_does_not_fit_is_refused_with_the_reason()
    {
        await using var stack = await Stack.StartAsync();
        var emulator = stack.Emulator;
        var good = emulator.IssueAccessToken("alice");
        (string Token, string Code)[] cases =
        [
            (emulator.IssueAccessToken(new TokenRequest { User = "alice", Lifetime = TimeSpan.FromMinutes(-10) }), "token_expired"),
            (emulator.IssueAccessToken(new TokenRequest { User = "alice", Audience = "graph" }), "wrong_audience"),
            (emulator.Mint(payload => payload["iss"] = "https://localhost:1/v2.0"), "wrong_issuer"),
            (emulator.IssueAccessToken("carol"), "wrong_issuer"),
            (good[..^4] + (good.EndsWith("AAAA", StringComparison.Ordinal) ? "BBBB" : "AAAA"), "wrong_signature"),
            (emulator.IssueAccessToken(new TokenRequest { User = "alice", Kind = TokenKind.IdToken }), "not_an_access_token"),
        ];

        foreach (var (token, code) in cases)
        {
            var reply = await stack.SendAsync(HttpMethod.Get, "me", token);

            Assert.Equal((HttpStatusCode.Unauthorized, code), (reply.Status, reply.Code));
            Assert.StartsWith("Bearer error=\"invalid_token\", error_description=\"", reply.Challenge, StringComparison.Ordinal);
        }

        Assert.Equal(0, emulator.Stats.Snapshot().Exchanges());
    }

    [Fact]
    public async Task A_missing_scope_is_named_before_any_exchange()
    {
        await using var stack = await Stack.StartAsync();
        var token = stack.Emulator.Mint(payload => payload["scp"] = "something_else");

        var reply = await stack.SendAsync(HttpMethod.Get, "me", token);

        Assert.Equal((HttpStatusCode.Forbidden, "scope_missing"), (reply.Status, reply.Code));
        Assert.StartsWith("Bearer error=\"insufficient_scope\", scope=\"access_as_user\"", reply.Challenge, StringComparison.Ordinal);
        Assert.Equal(0, stack.Emulator.Stats.Snapshot().Exchanges());
    }

    [Fact]
    public async Task An_app_is_refused_where_users_are_asked_for()
    {
        await using var stack = await Stack.StartAsync();

        var reply = await stack.GetAsync("me", new TokenRequest { Application = "daemon" });

        Assert.Equal((HttpStatusCode.Forbidden, "user_required"), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task Missing_consent_names_the_scopes()
    {
        await using var stack = await Stack.StartAsync(("DownstreamApis:Graph:Scopes:0", "https://graph.microsoft.com/Mail.Read"));

        var reply = await stack.GetAsync("me", "alice");

        Assert.Equal((HttpStatusCode.Forbidden, "consent_required"), (reply.Status, reply.Code));
        Assert.StartsWith("Bearer error=\"insufficient_scope\"", reply.Challenge, StringComparison.Ordinal);
        Assert.Equal("https://graph.microsoft.com/Mail.Read", Assert.Single(reply.Json.GetProperty("scopes").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task A_claims_challenge_of_the_token_endpoint_reaches_the_client()
    {
        await using var stack = await Stack.StartAsync();
        const string claims = """{"access_token":{"acrs":{"essential":true,"value":"c1"}}}""";
        stack.Emulator.Faults.Enqueue(new Fault { Error = "interaction_required", Suberror = "basic_action", Codes = [50076], Claims = claims });

        var reply = await stack.GetAsync("me", "alice");

        Assert.Equal((HttpStatusCode.Unauthorized, "user_action_required"), (reply.Status, reply.Code));
        Assert.Equal(claims, reply.Claims);
    }

    [Fact]
    public async Task A_token_endpoint_that_is_down_is_503_with_retry_after()
    {
        await using var stack = await Stack.StartAsync();
        stack.Emulator.Faults.Enqueue(new Fault { Status = 503, RetryAfterSeconds = 17 });

        var reply = await stack.GetAsync("me", "alice");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "identity_platform_unavailable"), (reply.Status, reply.Code));
        Assert.Equal(TimeSpan.FromSeconds(17), reply.RetryAfter);
    }

    [Fact]
    public async Task With_the_identity_platform_gone_known_tokens_serve_and_new_exchanges_are_503()
    {
        await using var stack = await Stack.StartAsync();
        var token = stack.Emulator.IssueAccessToken("alice");
        Assert.Equal(HttpStatusCode.OK, (await stack.SendAsync(HttpMethod.Get, "me", token)).Status);
        await stack.Emulator.DisposeAsync();

        Assert.Equal(HttpStatusCode.OK, (await stack.SendAsync(HttpMethod.Get, "me", token)).Status);
        var reply = await stack.SendAsync(HttpMethod.Get, "orders", token);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "identity_platform_unavailable"), (reply.Status, reply.Code));
        Assert.NotNull(reply.RetryAfter);
    }

    [Fact]
    public async Task A_wrong_secret_of_our_own_is_500_and_one_line_in_the_log()
    {
        await using var stack = await Stack.StartAsync(Logged.Everything, ("AzureAd:ClientCredentials:0:ClientSecret", "not the secret"));

        foreach (var user in new[] { "alice", "bob" })
        {
            var reply = await stack.GetAsync("me", user);

            Assert.Equal((HttpStatusCode.InternalServerError, "misconfigured"), (reply.Status, reply.Code));
            Assert.DoesNotContain("AADSTS", reply.Body, StringComparison.Ordinal);
        }

        var error = Assert.Single(stack.Get<FakeLogCollector>().GetSnapshot(), record => record.Level >= LogLevel.Error);
        Assert.Contains("invalid_client, AADSTS7000215, status 401", error.Message, StringComparison.Ordinal);
        Assert.Null(error.Exception);
    }

    [Theory]
    [InlineData(404, HttpStatusCode.NotFound, "not_found")]
    [InlineData(403, HttpStatusCode.Forbidden, "downstream_forbidden")]
    [InlineData(500, HttpStatusCode.BadGateway, "downstream_failed")]
    [InlineData(503, HttpStatusCode.BadGateway, "downstream_failed")]
    public async Task A_downstream_failure_is_translated(int downstream, HttpStatusCode status, string code)
    {
        await using var stack = await Stack.StartAsync(("DownstreamApis:Graph:Retry:MaxRetryAttempts", "0"));
        stack.Local.Graph.Faults.Add(new DownstreamFault { Status = downstream, Body = "secret of somebody else" });

        var reply = await stack.GetAsync("me", "alice");

        Assert.Equal((status, code), (reply.Status, reply.Code));
        Assert.DoesNotContain("secret of somebody else", reply.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_downstream_api_that_is_gone_is_502()
    {
        await using var stack = await Stack.StartAsync(("DownstreamApis:Graph:Retry:MaxRetryAttempts", "0"));
        await stack.Local.Graph.DisposeAsync();

        var reply = await stack.GetAsync("me", "alice");

        Assert.Equal((HttpStatusCode.BadGateway, "downstream_unreachable"), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task A_downstream_api_that_does_not_answer_is_504()
    {
        await using var stack = await Stack.StartAsync(("DownstreamApis:Graph:Timeout", "00:00:17"), ("DownstreamApis:Graph:Retry:MaxRetryAttempts", "0"));
        var token = stack.Emulator.IssueAccessToken("alice");
        await stack.SendAsync(HttpMethod.Get, "me", token);
        stack.Local.Graph.Faults.Add(new DownstreamFault { Hang = true });

        var asked = stack.SendAsync(HttpMethod.Get, "me", token);
        await stack.Time.TimerAsync(due => due == TimeSpan.FromSeconds(17));
        stack.Time.Advance(TimeSpan.FromSeconds(17));
        var reply = await asked;

        Assert.Equal((HttpStatusCode.GatewayTimeout, "downstream_timeout"), (reply.Status, reply.Code));
    }
}
