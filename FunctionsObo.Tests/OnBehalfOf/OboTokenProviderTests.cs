using EntraEmulator.Dev;
using EntraEmulator.Faults;
using FunctionsObo.Authentication;
using FunctionsObo.OnBehalfOf;
using TestSupport;
using static FunctionsObo.Tests.OnBehalfOf.Targets;

namespace FunctionsObo.Tests.OnBehalfOf;

public sealed class OboTokenProviderTests
{
    [Fact]
    public async Task Tokens_for_several_apis_are_fetched_at_the_same_time()
    {
        await using var stack = await Stack.StartAsync();
        stack.Emulator.Faults.Enqueue(new Fault { DelayMs = 1000, Times = 2 });

        var tokens = stack.Get<OboTokenProvider>().GetTokensAsync(await stack.CallerAsync("alice"), [Graph, Orders], CancellationToken.None);
        await Eventually.TrueAsync(() => stack.Emulator.Stats.Snapshot().Exchanges() == 2);
        await Eventually.TrueAsync(() =>
        {
            stack.Time.Advance(TimeSpan.FromSeconds(1));
            return tokens.IsCompleted;
        });

        Assert.Equal([WellKnown.GraphIdUri, WellKnown.OrdersAppId], (await tokens).Select(token => Audience(token)));
    }

    [Fact]
    public async Task A_token_for_the_app_itself_is_fetched_once_for_all()
    {
        await using var stack = await Stack.StartAsync();
        var provider = stack.Get<OboTokenProvider>();

        var tokens = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => provider.GetTokenForAppAsync(Orders, null, CancellationToken.None).AsTask()));

        Assert.Single(tokens.Select(token => token.Authorization).Distinct());
        Assert.Equal(WellKnown.OrdersAppId, Audience(tokens[0]));
        Assert.Equal(1, stack.Emulator.Stats.Snapshot().Grants["client_credentials"]);
    }

    [Fact]
    public async Task A_multi_tenant_app_must_say_in_which_tenant_it_acts()
    {
        await using var stack = await Stack.StartAsync(("AzureAd:TenantId", "organizations"));
        var provider = stack.Get<OboTokenProvider>();

        await Assert.ThrowsAsync<ArgumentException>(() => provider.GetTokenForAppAsync(Orders, null, CancellationToken.None).AsTask());
        var token = await provider.GetTokenForAppAsync(Orders, WellKnown.ContosoTenantId, CancellationToken.None);

        Assert.Equal(WellKnown.OrdersAppId, Audience(token));
    }

    [Fact]
    public async Task A_purge_by_user_spares_the_others_and_one_by_api_the_other_apis()
    {
        await using var stack = await Stack.StartAsync();
        var provider = stack.Get<OboTokenProvider>();
        var (alicesToken, bobsToken) = (stack.Emulator.IssueAccessToken("alice"), stack.Emulator.IssueAccessToken("bob"));
        var alice = await stack.CallerOfAsync(alicesToken);
        await AllAsync();
        Assert.Equal(4, stack.Emulator.Stats.Snapshot().Exchanges());

        provider.PurgeUser(alice.TenantId.ToUpperInvariant(), alice.ObjectId);
        await AllAsync();
        Assert.Equal(6, stack.Emulator.Stats.Snapshot().Exchanges());

        provider.PurgeTarget(Graph);
        await AllAsync();
        Assert.Equal(8, stack.Emulator.Stats.Snapshot().Exchanges());
        Assert.Equal(5, stack.Emulator.Stats.Snapshot().Exchanges(api: "graph"));

        async Task AllAsync()
        {
            foreach (var token in new[] { alicesToken, bobsToken })
                await provider.GetTokensAsync(await stack.CallerOfAsync(token), [Graph, Orders], CancellationToken.None);
        }
    }

    [Fact]
    public async Task New_claims_replace_the_cached_token()
    {
        await using var stack = await Stack.StartAsync();
        var provider = stack.Get<OboTokenProvider>();
        var alice = await stack.CallerAsync("alice");
        var old = await provider.GetTokenAsync(alice, Graph, CancellationToken.None);

        var fresh = await provider.GetTokenAsync(alice, Graph, """{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}""", old, CancellationToken.None);

        Assert.NotEqual(old.Authorization, fresh.Authorization);
        Assert.Equal(fresh.Authorization, (await provider.GetTokenAsync(alice, Graph, CancellationToken.None)).Authorization);
        Assert.Equal(2, stack.Emulator.Stats.Snapshot().Exchanges());
    }

    [Fact]
    public async Task An_app_has_nobody_to_act_on_behalf_of()
    {
        await using var stack = await Stack.StartAsync();
        var token = stack.Emulator.IssueAccessToken(new TokenRequest { Application = "daemon" });
        var verdict = await stack.Get<FunctionsObo.Authentication.AccessTokenValidator>()
            .ValidateAsync(new FunctionsObo.Authentication.BearerToken($"Bearer {token}", "Bearer ".Length), CancellationToken.None);

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            stack.Get<OboTokenProvider>().GetTokenAsync(verdict.Caller!, Graph, CancellationToken.None).AsTask());
        Assert.Equal(0, stack.Emulator.Stats.Snapshot().Exchanges());
    }

    [Fact]
    public async Task A_token_does_not_show_itself()
    {
        await using var stack = await Stack.StartAsync();
        var alice = await stack.CallerAsync("alice");

        var token = await stack.Get<OboTokenProvider>().GetTokenAsync(alice, Graph, CancellationToken.None);

        Assert.DoesNotContain("eyJ", $"{token} {alice} {alice.Token}", StringComparison.Ordinal);
    }

    private static string? Audience(DownstreamToken token) =>
        Minting.Decode(token.Authorization.Split('.')[1])["aud"]!.GetValue<string>();
}
