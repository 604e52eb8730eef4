using EntraEmulator.Faults;
using FunctionsObo.Errors;
using FunctionsObo.OnBehalfOf;
using FunctionsObo.OnBehalfOf.LongRunning;
using FunctionsObo.Registration;
using TestSupport;
using static FunctionsObo.Tests.OnBehalfOf.Targets;

namespace FunctionsObo.Tests.OnBehalfOf.LongRunning;

public sealed class LongRunningTests
{
    [Fact]
    public async Task A_session_goes_on_when_the_request_is_over_also_for_another_api()
    {
        await using var stack = await Stack.StartAsync();
        var sessions = stack.Get<LongRunningTokens>();
        var alice = await stack.CallerAsync("alice", TimeSpan.FromMinutes(5));
        var key = await sessions.StartAsync(alice, Graph, CancellationToken.None);
        stack.Time.Advance(TimeSpan.FromHours(2)); // alice's own token is over

        var token = await sessions.ContinueAsync(key, alice.TenantId, alice.ObjectId, Orders, CancellationToken.None);

        var claims = Minting.Decode(token.Authorization.Split('.')[1]);
        Assert.Equal((WellKnown.AliceObjectId, WellKnown.OrdersAppId), (claims["oid"]!.GetValue<string>(), claims["aud"]!.GetValue<string>()));
        Assert.Equal(1, stack.Emulator.Stats.Snapshot().Grants["refresh_token"]);
    }

    [Fact]
    public async Task A41_a_session_key_is_useless_to_anybody_else()
    {
        await using var stack = await Stack.StartAsync();
        var sessions = stack.Get<LongRunningTokens>();
        var (alice, bob) = (await stack.CallerAsync("alice"), await stack.CallerAsync("bob"));
        var key = await sessions.StartAsync(alice, Graph, CancellationToken.None);

        await sessions.AssertUnknownAsync(key, bob.TenantId, bob.ObjectId, Graph);
        await sessions.AssertUnknownAsync(key, WellKnown.FabrikamTenantId, alice.ObjectId, Graph);
        await sessions.AssertUnknownAsync(key[..^1] + (key[^1] == 'A' ? 'B' : 'A'), alice.TenantId, alice.ObjectId, Graph);
        await sessions.AssertUnknownAsync("", alice.TenantId, alice.ObjectId, Graph);
        Assert.NotNull(await sessions.ContinueAsync(key, alice.TenantId, alice.ObjectId, Graph, CancellationToken.None));
    }

    [Theory]
    [InlineData(null, "tenant", "alice", "key")]
    [InlineData("key", null, "alice", "tenantId")]
    [InlineData("key", "tenant", null, "objectId")]
    public async Task What_is_missing_is_named(string? key, string? tenantId, string? objectId, string missing)
    {
        await using var stack = await Stack.StartAsync();

        var named = await Assert.ThrowsAsync<ArgumentNullException>(() => stack.Get<LongRunningTokens>().ContinueAsync(key!, tenantId!, objectId!, Graph, CancellationToken.None));

        Assert.Equal(missing, named.ParamName);
    }

    [Fact]
    public async Task A_session_that_was_stopped_is_over()
    {
        await using var stack = await Stack.StartAsync();
        var sessions = stack.Get<LongRunningTokens>();
        var alice = await stack.CallerAsync("alice");
        var (first, second) = (await sessions.StartAsync(alice, Graph, CancellationToken.None), await sessions.StartAsync(alice, Graph, CancellationToken.None));

        await sessions.StopAsync(first, alice.TenantId, alice.ObjectId, CancellationToken.None);
        await sessions.AssertUnknownAsync(first, alice.TenantId, alice.ObjectId, Graph);
        Assert.NotNull(await sessions.ContinueAsync(second, alice.TenantId, alice.ObjectId, Graph, CancellationToken.None));

        await sessions.StopAllAsync(alice.TenantId, alice.ObjectId, CancellationToken.None);
        await sessions.AssertUnknownAsync(second, alice.TenantId, alice.ObjectId, Graph);
    }

    [Fact]
    public async Task A_session_that_does_not_start_leaves_nothing_behind()
    {
        await using var stack = await Stack.StartAsync();
        stack.Emulator.Faults.Enqueue(new Fault { Error = "invalid_grant", Suberror = "consent_required", Codes = [65001] });

        var failed = await Assert.ThrowsAsync<UserActionRequiredException>(async () =>
            await stack.Get<LongRunningTokens>().StartAsync(await stack.CallerAsync("alice"), Graph, CancellationToken.None));

        Assert.Equal(Graph.Scopes, failed.Scopes);
    }

    [Theory]
    [InlineData("LongRunningSessions:Lifetime", "90.00:00:01")]
    [InlineData("LongRunningSessions:IdleTime", "00:00:59")]
    [InlineData("LongRunningSessions:StoreBudget", "00:00:31")]
    public async Task A_setting_that_cannot_be_meant_stops_the_start(string key, string value)
    {
        var thrown = await Assert.ThrowsAsync<ConfigurationException>(() => Stack.StartAsync((key, value)));

        Assert.StartsWith($"{key} must be from ", Assert.Single(thrown.Errors), StringComparison.Ordinal);
    }
}
