using EntraEmulator.Faults;
using FunctionsObo.Errors;
using FunctionsObo.OnBehalfOf;
using FunctionsObo.OnBehalfOf.Cache;
using TestSupport;
using static FunctionsObo.Tests.OnBehalfOf.Targets;

namespace FunctionsObo.Tests.OnBehalfOf;

public sealed class ClaimsExchangeTests
{
    private const string Claims = """{"access_token":{"acrs":{"essential":true,"value":"c1"}}}""";
    private const string Nbf = """{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}""";

    [Fact]
    public async Task An_outage_during_it_leaves_the_token_that_there_is()
    {
        using var exchanges = new ScriptedExchanges();
        var first = await exchanges.GetAsync(exchanges.Wanted("alice"), "first");

        await FailAsync(exchanges, exchanges.Wanted("alice", Claims, first), new OboException(OboFailure.Unavailable));

        Assert.Equal("first", exchanges.Cached("alice"));
    }

    [Fact]
    public async Task A_refusal_is_remembered_for_its_claims_and_does_not_touch_plain_calls()
    {
        using var exchanges = new ScriptedExchanges();
        var first = await exchanges.GetAsync(exchanges.Wanted("alice"), "first");
        await FailAsync(exchanges, exchanges.Wanted("alice", Claims, first), UserActionRequiredException.ForClaims(Claims));

        for (var i = 0; i < 3; i++)
        {
            var again = await Assert.ThrowsAsync<UserActionRequiredException>(() => exchanges.GetAsync(exchanges.Wanted("alice", Claims, first)));
            Assert.Equal(Claims, again.Claims);
        }

        Assert.Equal(("first", 2), (exchanges.Cached("alice"), exchanges.Count));
        const string others = """{"access_token":{"acrs":{"essential":true,"value":"c2"}}}""";
        Assert.Equal("Bearer stepped up", (await exchanges.GetAsync(exchanges.Wanted("alice", others, first), "stepped up")).Authorization);
    }

    [Fact]
    public async Task A_plain_exchange_that_lands_later_does_not_take_the_place_of_its_token()
    {
        using var exchanges = new ScriptedExchanges();
        var plain = exchanges.GetAsync(exchanges.Wanted("alice"));
        var slow = await exchanges.NextAsync();
        await exchanges.GetAsync(exchanges.Wanted("alice", Claims), "with claims");

        slow.Succeed("plain");

        Assert.Equal("Bearer plain", (await plain).Authorization); // the caller gets what it waited for
        Assert.Equal("with claims", exchanges.Cached("alice"));
    }

    [Fact]
    public async Task A_plain_exchange_that_began_later_does_not_either()
    {
        using var exchanges = new ScriptedExchanges();
        var stepUp = exchanges.GetAsync(exchanges.Wanted("alice", Claims));
        var first = await exchanges.NextAsync();
        var plain = exchanges.GetAsync(exchanges.Wanted("alice"));
        var second = await exchanges.NextAsync();

        first.Succeed("with claims");
        await stepUp;
        second.Succeed("plain");
        await plain;

        Assert.Equal("with claims", exchanges.Cached("alice"));
    }

    [Fact]
    public async Task One_that_began_earlier_does_not_replace_one_that_began_later()
    {
        using var exchanges = new ScriptedExchanges();
        const string others = """{"access_token":{"acrs":{"essential":true,"value":"c2"}}}""";
        var earlier = exchanges.GetAsync(exchanges.Wanted("alice", Claims));
        var slow = await exchanges.NextAsync();
        await exchanges.GetAsync(exchanges.Wanted("alice", others), "later");

        slow.Succeed("earlier");
        await earlier;

        Assert.Equal("later", exchanges.Cached("alice"));
    }

    [Fact]
    public async Task A_refresh_asks_for_the_claims_that_the_token_was_got_with()
    {
        using var exchanges = new ScriptedExchanges();
        var first = await exchanges.GetAsync(exchanges.Wanted("alice"), "first");
        await exchanges.GetAsync(exchanges.Wanted("alice", Claims, first), "with claims");
        exchanges.Time.Advance(TimeSpan.FromMinutes(31));

        Assert.True(exchanges.RefreshIfDue("alice"));
        var refresh = await exchanges.NextAsync();
        refresh.Succeed("refreshed");
        await exchanges.Refreshing;

        Assert.Equal((Claims, "refreshed"), (refresh.Claims, exchanges.Cached("alice")));
    }

    [Fact]
    public async Task Late_callers_with_the_refused_token_get_the_new_one_without_an_exchange_of_their_own()
    {
        using var exchanges = new ScriptedExchanges();
        var first = await exchanges.GetAsync(exchanges.Wanted("alice"), "first");
        await exchanges.GetAsync(exchanges.Wanted("alice", Claims, first), "with claims");

        var late = await exchanges.GetAsync(exchanges.Wanted("alice", Claims, first));

        Assert.Equal(("Bearer with claims", 2), (late.Authorization, exchanges.Count));
    }

    [Fact]
    public async Task Requests_that_are_refused_at_different_times_share_one_new_token()
    {
        await using var stack = await Stack.StartAsync();
        var provider = stack.Get<OboTokenProvider>();
        var alice = await stack.CallerAsync("alice");
        var refused = await provider.GetTokenAsync(alice, Graph, CancellationToken.None);

        var first = await provider.GetTokenAsync(alice, Graph, Nbf, refused, CancellationToken.None);
        var second = await provider.GetTokenAsync(alice, Graph, Nbf, refused, CancellationToken.None);

        Assert.Equal(first.Authorization, second.Authorization);
        Assert.Equal(2, stack.Emulator.Stats.Snapshot().Exchanges());
    }

    [Fact]
    public async Task An_api_that_refuses_the_token_with_its_claims_too_sends_the_user_away_without_another_exchange()
    {
        await using var stack = await Stack.StartAsync();
        var provider = stack.Get<OboTokenProvider>();
        var alice = await stack.CallerAsync("alice");
        var refused = await provider.GetTokenAsync(alice, Graph, CancellationToken.None);
        var withClaims = await provider.GetTokenAsync(alice, Graph, Nbf, refused, CancellationToken.None);

        var failure = await Assert.ThrowsAsync<UserActionRequiredException>(() =>
            provider.GetTokenAsync(alice, Graph, Nbf, withClaims, CancellationToken.None).AsTask());

        Assert.Equal((Nbf, "Graph"), (failure.Claims, failure.Api));
        Assert.Equal(2, stack.Emulator.Stats.Snapshot().Exchanges());
        Assert.Equal(withClaims.Authorization, (await provider.GetTokenAsync(alice, Graph, CancellationToken.None)).Authorization);
    }

    [Fact]
    public async Task A_step_up_that_is_refused_blocks_no_other_call_of_the_user()
    {
        await using var stack = await Stack.StartAsync();
        var provider = stack.Get<OboTokenProvider>();
        var alice = await stack.CallerAsync("alice");
        var first = await provider.GetTokenAsync(alice, Graph, CancellationToken.None);
        stack.Emulator.Faults.Enqueue(new Fault { Error = "interaction_required", Suberror = "basic_action", Codes = [50076], Claims = Claims });

        await Assert.ThrowsAsync<UserActionRequiredException>(() => provider.GetTokenAsync(alice, Graph, Claims, first, CancellationToken.None).AsTask());

        Assert.Equal(first.Authorization, (await provider.GetTokenAsync(alice, Graph, CancellationToken.None)).Authorization);
        Assert.Equal(2, stack.Emulator.Stats.Snapshot().Exchanges());
    }

    private static async Task FailAsync(ScriptedExchanges exchanges, TokenAcquisition wanted, Exception failure)
    {
        var refused = exchanges.GetAsync(wanted);
        (await exchanges.NextAsync()).Fail(failure);
        await Assert.ThrowsAsync(failure.GetType(), () => refused);
    }
}
