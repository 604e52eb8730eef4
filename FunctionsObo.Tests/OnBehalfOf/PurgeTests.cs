using EntraEmulator.Faults;
using FunctionsObo.Errors;
using FunctionsObo.OnBehalfOf;
using TestSupport;
using static FunctionsObo.Tests.OnBehalfOf.Targets;

namespace FunctionsObo.Tests.OnBehalfOf;

public sealed class PurgeTests
{
    private const string Claims = """{"access_token":{"acrs":{"essential":true,"value":"c1"}}}""";

    [Fact]
    public async Task Who_comes_after_a_purge_does_not_join_the_exchange_begun_before_it()
    {
        await using var stack = await Stack.StartAsync();
        var provider = stack.Get<OboTokenProvider>();
        var token = stack.Emulator.IssueAccessToken("alice");
        var alice = await stack.CallerAsync("alice");
        stack.Emulator.Faults.Enqueue(new Fault { DelayMs = 2000, Times = 2 });

        var before = stack.SendAsync(HttpMethod.Get, "me", token);
        await Eventually.TrueAsync(() => stack.Emulator.Stats.Snapshot().Exchanges() == 1);
        provider.PurgeUser(alice.TenantId, alice.ObjectId);
        var after = stack.SendAsync(HttpMethod.Get, "me", token);
        await Eventually.TrueAsync(() => stack.Emulator.Stats.Snapshot().Exchanges() == 2);
        stack.Time.Advance(TimeSpan.FromSeconds(2));
        await Task.WhenAll(before, after);

        Assert.Equal(2, stack.Local.Graph.Seen.Newest.Select(seen => seen.Uti).Distinct().Count());
    }

    [Fact]
    public async Task One_users_purge_leaves_the_exchange_of_another_to_be_kept()
    {
        using var exchanges = new ScriptedExchanges();
        var bobs = exchanges.GetAsync(exchanges.Wanted("bob"));
        var pending = await exchanges.NextAsync();

        exchanges.Purge("alice");
        var joining = exchanges.GetAsync(exchanges.Wanted("bob"));
        pending.Succeed("bob's");

        Assert.Equal((await bobs).Authorization, (await joining).Authorization);
        Assert.Equal(("bob's", 1), (exchanges.Cached("bob"), exchanges.Count));
    }

    [Fact]
    public async Task A_request_from_before_the_purge_gets_its_token_and_leaves_nothing_behind()
    {
        using var exchanges = new ScriptedExchanges();
        var before = exchanges.Wanted("alice");

        exchanges.Purge("alice"); // before its exchange has even begun
        var token = await exchanges.GetAsync(before, "old");

        Assert.Equal("Bearer old", token.Authorization);
        Assert.Null(exchanges.Cached("alice"));
        Assert.Equal("Bearer new", (await exchanges.GetAsync(exchanges.Wanted("alice"), "new")).Authorization);
    }

    [Fact]
    public async Task A_token_that_lands_after_the_purge_is_not_kept()
    {
        using var exchanges = new ScriptedExchanges();
        var token = exchanges.GetAsync(exchanges.Wanted("alice"));
        var pending = await exchanges.NextAsync();

        exchanges.Purge("alice");
        pending.Succeed("old");
        await token;

        Assert.Equal((null, 0), (exchanges.Cached("alice"), exchanges.Cache.Count));
    }

    [Fact]
    public async Task What_only_the_user_could_help_is_forgotten_by_the_purge()
    {
        using var exchanges = new ScriptedExchanges();
        await RefuseAsync(exchanges, "alice");
        await RefuseAsync(exchanges, "bob");

        exchanges.Purge("alice");

        Assert.Equal("Bearer new", (await exchanges.GetAsync(exchanges.Wanted("alice"), "new")).Authorization);
        await Assert.ThrowsAsync<UserActionRequiredException>(() => exchanges.GetAsync(exchanges.Wanted("bob")));
        Assert.Equal(3, exchanges.Count);
    }

    [Fact]
    public async Task A_refresh_begun_before_the_purge_brings_nothing_back()
    {
        using var exchanges = new ScriptedExchanges();
        await exchanges.GetAsync(exchanges.Wanted("alice"), "first");
        exchanges.Time.Advance(TimeSpan.FromMinutes(31));
        Assert.True(exchanges.RefreshIfDue("alice"));
        var refresh = await exchanges.NextAsync();

        exchanges.Purge("alice");
        refresh.Succeed("refreshed");
        await exchanges.Refreshing;
        var after = await exchanges.GetAsync(exchanges.Wanted("alice"), "after");

        Assert.Equal(("Bearer after", "after"), (after.Authorization, exchanges.Cached("alice")));
    }

    [Fact]
    public async Task A_purge_by_api_reaches_the_exchanges_for_it_and_no_others()
    {
        await using var stack = await Stack.StartAsync();
        var provider = stack.Get<OboTokenProvider>();
        stack.Emulator.Faults.Enqueue(new Fault { DelayMs = 2000 });
        var caller = await stack.CallerAsync("alice");

        var before = provider.GetTokenAsync(caller, Graph, CancellationToken.None).AsTask();
        await Eventually.TrueAsync(() => stack.Emulator.Stats.Snapshot().Exchanges() == 1);
        provider.PurgeTarget(new TargetApi("Orders", Graph.Scopes));
        provider.PurgeTarget(Graph);
        var after = await provider.GetTokenAsync(caller, Graph, CancellationToken.None);
        stack.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.NotEqual((await before).Authorization, after.Authorization);
        Assert.Equal(2, stack.Emulator.Stats.Snapshot().Exchanges());
    }

    private static async Task RefuseAsync(ScriptedExchanges exchanges, string user)
    {
        var refused = exchanges.GetAsync(exchanges.Wanted(user));
        (await exchanges.NextAsync()).Fail(UserActionRequiredException.ForClaims(Claims));
        await Assert.ThrowsAsync<UserActionRequiredException>(() => refused);
    }
}
