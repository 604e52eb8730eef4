using System.Net;
using EntraEmulator.Dev;
using EntraEmulator.Faults;
using TestSupport;

namespace FunctionsObo.Tests.OnBehalfOf;

public sealed class UserActionTests
{
    private const string Claims = """{"access_token":{"acrs":{"essential":true,"value":"c1"}}}""";

    private static readonly Fault MfaRequired = new()
    {
        Error = "interaction_required",
        Suberror = "basic_action",
        Codes = [50076],
        Claims = Claims,
        Times = 0,
        User = "alice",
    };

    [Fact]
    public async Task A29_the_claims_reach_the_client_as_its_own_library_reads_them()
    {
        await using var stack = await Stack.StartAsync();
        stack.Emulator.Faults.Enqueue(MfaRequired);

        var reply = await stack.GetAsync("me", "alice");

        Assert.Equal((HttpStatusCode.Unauthorized, "user_action_required", Claims), (reply.Status, reply.Code, reply.Claims));
        Assert.Contains("error=\"insufficient_claims\", claims=\"", reply.Challenge, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A35_a_loop_of_a_thousand_calls_makes_one_request_and_a_new_token_starts_fresh()
    {
        await using var stack = await Stack.StartAsync();
        stack.Emulator.Faults.Enqueue(MfaRequired);
        var token = stack.Emulator.IssueAccessToken("alice");

        for (var i = 0; i < 1000; i++)
            Assert.Equal((HttpStatusCode.Unauthorized, Claims), await StatusAndClaimsAsync(stack, token));
        Assert.Equal(1, stack.Emulator.Stats.Snapshot().Exchanges());

        await stack.GetAsync("me", new TokenRequest { User = "alice", Lifetime = TimeSpan.FromMinutes(50) });
        Assert.Equal(2, stack.Emulator.Stats.Snapshot().Exchanges());
    }

    [Fact]
    public async Task After_a_minute_the_identity_platform_is_asked_again()
    {
        await using var stack = await Stack.StartAsync();
        stack.Emulator.Faults.Enqueue(MfaRequired with { Times = 1 });
        var token = stack.Emulator.IssueAccessToken("alice");
        Assert.Equal(HttpStatusCode.Unauthorized, (await stack.SendAsync(HttpMethod.Get, "me", token)).Status);

        stack.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(HttpStatusCode.Unauthorized, (await stack.SendAsync(HttpMethod.Get, "me", token)).Status);
        stack.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(HttpStatusCode.OK, (await stack.SendAsync(HttpMethod.Get, "me", token)).Status);
    }

    [Fact]
    public async Task What_one_user_must_do_is_remembered_for_that_user_and_api_alone()
    {
        await using var stack = await Stack.StartAsync();
        stack.Emulator.Faults.Enqueue(MfaRequired with { Scope = "graph" });

        await stack.GetAsync("me", "alice");

        Assert.Equal(HttpStatusCode.OK, (await stack.GetAsync("orders", "alice")).Status);
        Assert.Equal(HttpStatusCode.OK, (await stack.GetAsync("me", "bob")).Status);
    }

    private static async Task<(HttpStatusCode Status, string? Claims)> StatusAndClaimsAsync(Stack stack, string token)
    {
        var reply = await stack.SendAsync(HttpMethod.Get, "me", token);
        return (reply.Status, reply.Claims);
    }
}
