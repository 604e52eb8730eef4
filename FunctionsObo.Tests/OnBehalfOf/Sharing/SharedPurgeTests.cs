using System.Net;
using EntraEmulator.Faults;
using FunctionsObo.OnBehalfOf;
using FunctionsObo.TokenStores;
using TestSupport;
using TestSupport.Stores;

namespace FunctionsObo.Tests.OnBehalfOf.Sharing;

/// <summary>A purge on one instance, and what the others do.</summary>
public sealed class SharedPurgeTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_purge_reaches_an_instance_that_serves_the_user_from_memory(bool tells)
    {
        await using var instances = await Purging.StartAsync();
        instances.Store.Tells = tells;
        instances.Stack.Time.Advance(Purging.PollInterval); // whoever waits now waits to be told
        var (alices, bobs) = (await instances.KnownToBothAsync("alice"), await instances.KnownToBothAsync("bob"));
        var before = instances.Exchanges;

        instances.Get<OboTokenProvider>(0).PurgeUser(WellKnown.ContosoTenantId, WellKnown.AliceObjectId.ToUpperInvariant());
        await instances.MarkedAsync(1);
        await instances.SeenAsync(tells ? TimeSpan.FromMilliseconds(100) : Purging.PollInterval);
        await instances.CallAsync(1, bobs);
        Assert.Equal(before, instances.Exchanges);
        await instances.CallAsync(1, alices);

        Assert.Equal(before + 1, instances.Exchanges);
    }

    [Fact]
    public async Task An_entry_from_before_a_purge_is_served_by_no_instance_that_knows_of_it()
    {
        await using var instances = await Purging.StartAsync();
        var token = await instances.KnownAsync("alice");
        var (place, old) = Assert.Single(instances.Store.Entries);

        instances.PurgeAlice(0);
        await instances.MarkedAsync(1);
        await instances.CallAsync(await instances.AddAsync(), token); // which reads the marks before its first entry
        Assert.Equal(2, instances.Exchanges);
        await Eventually.TrueAsync(() => instances.Store.Count(nameof(ICoordinatingTokenStore.ReleaseAsync)) == 2);
        instances.Store.Entries[place] = old;
        await instances.CallAsync(0, token);

        Assert.Equal(3, instances.Exchanges);
    }

    [Fact]
    public async Task An_exchange_begun_before_a_purge_leaves_nothing_in_the_store()
    {
        await using var instances = await Purging.StartAsync();
        instances.Stack.Emulator.Faults.Enqueue(new Fault { DelayMs = 2000 });
        var reply = instances.GetAsync(0, "me", instances.Stack.Emulator.IssueAccessToken("alice"));
        await Eventually.TrueAsync(() => instances.Exchanges == 1);

        instances.PurgeAlice(0);
        instances.Stack.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(HttpStatusCode.OK, (await reply).Status);
        await Eventually.TrueAsync(() => instances.Store.Count(nameof(ICoordinatingTokenStore.ReleaseAsync)) == 1);

        Assert.Empty(instances.Store.Entries);
    }

    [Fact]
    public async Task A_purge_by_api_reaches_all_instances_and_no_other_api()
    {
        await using var instances = await Purging.StartAsync();
        var token = await instances.KnownToBothAsync("alice");
        foreach (var instance in new[] { 0, 1 }) await instances.GetAsync(instance, "orders", token);
        var before = instances.Exchanges;

        instances.Get<OboTokenProvider>(0).PurgeTarget(Targets.Graph);
        await instances.MarkedAsync(1);
        await instances.SeenAsync(Purging.PollInterval);
        await instances.GetAsync(1, "orders", token);
        Assert.Equal(before, instances.Exchanges);
        await instances.CallAsync(1, token);

        Assert.Equal(before + 1, instances.Exchanges);
    }
}
