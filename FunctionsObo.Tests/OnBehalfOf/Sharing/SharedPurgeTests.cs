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
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_purge_reaches_an_instance_that_serves_the_user_from_memory(bool tells)
    {
        await using var instances = await StartAsync();
        instances.Store.Tells = tells;
        instances.Stack.Time.Advance(PollInterval); // whoever waits now waits to be told
        var (alices, bobs) = (await KnownToBothAsync(instances, "alice"), await KnownToBothAsync(instances, "bob"));
        var before = instances.Exchanges;

        instances.Get<OboTokenProvider>(0).PurgeUser(WellKnown.ContosoTenantId, WellKnown.AliceObjectId.ToUpperInvariant());
        await MarkedAsync(instances, 1);
        await SeenAsync(instances, tells ? TimeSpan.FromMilliseconds(100) : PollInterval);
        await CallAsync(instances, 1, bobs);
        Assert.Equal(before, instances.Exchanges);
        await CallAsync(instances, 1, alices);

        Assert.Equal(before + 1, instances.Exchanges);
    }

    [Fact]
    public async Task An_entry_from_before_a_purge_is_served_by_no_instance_that_knows_of_it()
    {
        await using var instances = await StartAsync();
        var token = await KnownAsync(instances, "alice");
        var (place, old) = Assert.Single(instances.Store.Entries);

        instances.Get<OboTokenProvider>(0).PurgeUser(WellKnown.ContosoTenantId, WellKnown.AliceObjectId);
        await MarkedAsync(instances, 1);
        await CallAsync(instances, await instances.AddAsync(), token); // which reads the marks before its first entry
        Assert.Equal(2, instances.Exchanges);
        await Eventually.TrueAsync(() => instances.Store.Count(nameof(ICoordinatingTokenStore.ReleaseAsync)) == 2);
        instances.Store.Entries[place] = old;
        await CallAsync(instances, 0, token);

        Assert.Equal(3, instances.Exchanges);
    }

    [Fact]
    public async Task An_exchange_begun_before_a_purge_leaves_nothing_in_the_store()
    {
        await using var instances = await StartAsync();
        instances.Stack.Emulator.Faults.Enqueue(new Fault { DelayMs = 2000 });
        var reply = instances.GetAsync(0, "me", instances.Stack.Emulator.IssueAccessToken("alice"));
        await Eventually.TrueAsync(() => instances.Exchanges == 1);

        instances.Get<OboTokenProvider>(0).PurgeUser(WellKnown.ContosoTenantId, WellKnown.AliceObjectId);
        instances.Stack.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(HttpStatusCode.OK, (await reply).Status);
        await Eventually.TrueAsync(() => instances.Store.Count(nameof(ICoordinatingTokenStore.ReleaseAsync)) == 1);

        Assert.Empty(instances.Store.Entries);
    }

    [Fact]
    public async Task A_purge_that_cannot_be_written_is_written_as_soon_as_it_can_and_counts_here_at_once()
    {
        await using var instances = await StartAsync(store => store);
        var token = await KnownToBothAsync(instances, "alice");
        instances.Store.Before = operation => operation == nameof(ICoordinatingTokenStore.AddMarkAsync) ? throw new InvalidOperationException() : Task.CompletedTask;

        instances.Get<OboTokenProvider>(0).PurgeUser(WellKnown.ContosoTenantId, WellKnown.AliceObjectId);
        await CallAsync(instances, 0, token);
        Assert.Equal(2, instances.Exchanges);
        await Eventually.TrueAsync(() => instances.Store.Count(nameof(ICoordinatingTokenStore.AddMarkAsync)) == 1);
        instances.Store.Before = null;
        await Eventually.TrueAsync(async () =>
        {
            instances.Stack.Time.Advance(TimeSpan.FromSeconds(1));
            return (await instances.Store.GetMarksAsync(0, CancellationToken.None)).Marks.Count == 1;
        });
    }

    [Fact]
    public async Task Of_a_store_whose_marks_cannot_be_read_no_entry_is_used()
    {
        await using var instances = await StartAsync();
        var token = await KnownAsync(instances, "alice");
        instances.Store.Before = operation => operation == nameof(ICoordinatingTokenStore.GetMarksAsync) ? throw new InvalidOperationException() : Task.CompletedTask;

        for (var i = 0; i < 4; i++) instances.Stack.Time.Advance(PollInterval);
        await CallAsync(instances, 1, token);
        Assert.Equal(2, instances.Exchanges);
    }

    [Fact]
    public async Task A_store_that_has_lost_its_marks_is_read_from_the_beginning()
    {
        await using var instances = await StartAsync();
        var token = await KnownToBothAsync(instances, "alice");
        for (var i = 0; i < 3; i++) await instances.Store.AddMarkAsync(new StorePlace(new byte[StorePlace.Length]), TimeSpan.FromDays(1), CancellationToken.None);
        await SeenAsync(instances, PollInterval);
        instances.Store.LoseMarks();

        instances.Get<OboTokenProvider>(0).PurgeUser(WellKnown.ContosoTenantId, WellKnown.AliceObjectId);
        await MarkedAsync(instances, 1);
        await SeenAsync(instances, PollInterval);
        await CallAsync(instances, 1, token);

        Assert.Equal(2, instances.Exchanges);
    }

    [Fact]
    public async Task A_purge_by_api_reaches_all_instances_and_no_other_api()
    {
        await using var instances = await StartAsync();
        var token = await KnownToBothAsync(instances, "alice");
        foreach (var instance in new[] { 0, 1 }) await instances.GetAsync(instance, "orders", token);
        var before = instances.Exchanges;

        instances.Get<OboTokenProvider>(0).PurgeTarget(Targets.Graph);
        await MarkedAsync(instances, 1);
        await SeenAsync(instances, PollInterval);
        await instances.GetAsync(1, "orders", token);
        Assert.Equal(before, instances.Exchanges);
        await CallAsync(instances, 1, token);

        Assert.Equal(before + 1, instances.Exchanges);
    }

    [Fact]
    public async Task Who_is_exchanged_after_a_purge_is_shared_again_whatever_the_clocks()
    {
        await using var instances = await StartAsync();
        var token = await KnownToBothAsync(instances, "alice");
        instances.Get<OboTokenProvider>(0).PurgeUser(WellKnown.ContosoTenantId, WellKnown.AliceObjectId);
        await MarkedAsync(instances, 1);
        await SeenAsync(instances, PollInterval);
        await CallAsync(instances, 0, token);
        await Eventually.TrueAsync(() => instances.Store.Count(nameof(ITokenStore.SetIfNewerAsync)) == 2);

        await CallAsync(instances, 1, token);
        await CallAsync(instances, await instances.AddAsync(), token);

        Assert.Equal(2, instances.Exchanges);
        Assert.True(PollInterval < ClockSkew); // which the new entry began after: it says so all the same
    }

    private static async Task<Instances> StartAsync(Func<MemoryTokenStore, ITokenStore>? seenAs = null)
    {
        var instances = await Instances.StartAsync(seenAs);
        await Eventually.TrueAsync(() => instances.Store.Count(nameof(ICoordinatingTokenStore.GetMarksAsync)) >= 2);
        return instances;
    }

    private static async Task<string> KnownAsync(Instances instances, string user)
    {
        var entries = instances.Store.Entries.Count;
        var token = instances.Stack.Emulator.IssueAccessToken(user);
        await CallAsync(instances, 0, token);
        await Eventually.TrueAsync(() => instances.Store.Entries.Count == entries + 1);
        return token;
    }

    private static async Task<string> KnownToBothAsync(Instances instances, string user)
    {
        var token = await KnownAsync(instances, user);
        await CallAsync(instances, 1, token);
        return token;
    }

    private static Task MarkedAsync(Instances instances, int marks) =>
        Eventually.TrueAsync(async () => (await instances.Store.GetMarksAsync(0, CancellationToken.None)).Marks.Count == marks);

    /// <summary>Lets a time pass after which all instances have read the marks.</summary>
    private static async Task SeenAsync(Instances instances, TimeSpan within)
    {
        var read = instances.Store.Count(nameof(ICoordinatingTokenStore.GetMarksAsync));
        instances.Stack.Time.Advance(within);
        await Eventually.TrueAsync(() => instances.Store.Count(nameof(ICoordinatingTokenStore.GetMarksAsync)) >= read + 2);
    }

    private static async Task CallAsync(Instances instances, int instance, string token) => Assert.Equal(HttpStatusCode.OK, (await instances.GetAsync(instance, "me", token)).Status);
}
