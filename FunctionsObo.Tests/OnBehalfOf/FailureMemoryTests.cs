using System.Net;
using EntraEmulator.Faults;
using FunctionsObo.Errors;
using FunctionsObo.OnBehalfOf;
using TestSupport;

namespace FunctionsObo.Tests.OnBehalfOf;

public sealed class FailureMemoryTests
{
    [Fact]
    public async Task Who_was_asked_to_wait_does_not_ask_again_before_that()
    {
        await using var stack = await Stack.StartAsync();
        stack.Emulator.Faults.Enqueue(new Fault { User = "alice", Status = 429, RetryAfterSeconds = 30 });
        var token = stack.Emulator.IssueAccessToken("alice");

        var first = await stack.SendAsync(HttpMethod.Get, "me", token);
        stack.Time.Advance(TimeSpan.FromSeconds(10));
        var second = await stack.SendAsync(HttpMethod.Get, "me", token);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(30)), (first.Status, first.RetryAfter));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(20)), (second.Status, second.RetryAfter));
        Assert.Equal(1, stack.Emulator.Stats.Snapshot().Exchanges());

        Assert.Equal(HttpStatusCode.OK, (await stack.SendAsync(HttpMethod.Get, "orders", token)).Status); // another API
        stack.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(HttpStatusCode.OK, (await stack.SendAsync(HttpMethod.Get, "me", token)).Status);
    }

    [Fact]
    public async Task It_holds_for_an_exchange_with_claims_too()
    {
        using var exchanges = new ScriptedExchanges();
        var plain = exchanges.GetAsync(exchanges.Wanted("alice"));
        (await exchanges.NextAsync()).Fail(new OboException(OboFailure.Unavailable) { AskedToWait = TimeSpan.FromSeconds(30) });
        await Assert.ThrowsAsync<OboException>(() => plain);

        var failure = await Assert.ThrowsAsync<OboException>(() => exchanges.GetAsync(exchanges.Wanted("alice", """{"access_token":{}}""")));

        Assert.Equal((true, TimeSpan.FromSeconds(30), 1), (failure.IsOutage, failure.RetryAfter, exchanges.Count));
    }

    [Fact]
    public async Task An_outage_that_names_no_time_is_not_remembered()
    {
        using var exchanges = new ScriptedExchanges();
        var failing = exchanges.GetAsync(exchanges.Wanted("alice"));
        (await exchanges.NextAsync()).Fail(new OboException(OboFailure.Unavailable, TimeSpan.FromSeconds(5)));
        await Assert.ThrowsAsync<OboException>(() => failing);

        Assert.Equal("Bearer first", (await exchanges.GetAsync(exchanges.Wanted("alice"), "first")).Authorization);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_wall_clock_that_is_set_by_an_hour_changes_no_wait(int hours)
    {
        using var exchanges = new ScriptedExchanges();
        var refused = exchanges.GetAsync(exchanges.Wanted("alice"));
        (await exchanges.NextAsync()).Fail(UserActionRequiredException.ForConsent(["User.Read"]));
        await Assert.ThrowsAsync<UserActionRequiredException>(() => refused);

        exchanges.Time.WallClockError = TimeSpan.FromHours(hours);
        exchanges.Time.Advance(TimeSpan.FromSeconds(60) - TimeSpan.FromTicks(1));
        await Assert.ThrowsAsync<UserActionRequiredException>(() => exchanges.GetAsync(exchanges.Wanted("alice")));
        exchanges.Time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal("Bearer first", (await exchanges.GetAsync(exchanges.Wanted("alice"), "first")).Authorization);
    }

    [Fact]
    public async Task A_token_that_comes_ends_the_remembered_refusal()
    {
        using var exchanges = new ScriptedExchanges();
        var refused = exchanges.GetAsync(exchanges.Wanted("alice"));
        (await exchanges.NextAsync()).Fail(UserActionRequiredException.ForConsent(["User.Read"]));
        await Assert.ThrowsAsync<UserActionRequiredException>(() => refused);

        await exchanges.GetAsync(exchanges.Wanted("alice", """{"access_token":{}}"""), "with claims", lifetime: TimeSpan.FromMinutes(4)); // too short to be kept

        Assert.Equal("Bearer plain", (await exchanges.GetAsync(exchanges.Wanted("alice"), "plain")).Authorization);
    }

    [Fact]
    public async Task Who_missed_the_cache_while_a_token_landed_gets_that_token()
    {
        using var exchanges = new ScriptedExchanges();
        await exchanges.GetAsync(exchanges.Wanted("alice"), "first");

        var late = await exchanges.GetAsync(exchanges.Wanted("alice")); // it has looked into the cache before

        Assert.Equal(("Bearer first", 1), (late.Authorization, exchanges.Count));
    }
}
