using FunctionsObo.OnBehalfOf;
using FunctionsObo.OnBehalfOf.LongRunning;
using FunctionsObo.TokenStores;
using TestSupport;
using TestSupport.Stores;
using static FunctionsObo.Tests.OnBehalfOf.Targets;

namespace FunctionsObo.Tests.OnBehalfOf.LongRunning;

/// <summary>How sessions end that are in a store that all instances share.</summary>
public sealed class SharedSessionEndTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_session_that_was_stopped_is_over_on_all_instances_and_no_late_use_brings_it_back()
    {
        await using var instances = await Instances.StartAsync();
        var (stopped, other) = (await instances.StartSessionAsync(0), await instances.StartSessionAsync(0));
        instances.Store.Before = operation => operation == nameof(ICoordinatingTokenStore.CompareAndSetSessionAsync) ? instances.StopAsync(1, stopped) : Task.CompletedTask;

        await instances.ContinueAsync(0, stopped, Orders); // refreshed, and stopped before it is written

        foreach (var instance in new[] { 0, 1 }) await instances.AssertUnknownAsync(instance, stopped, Orders);
        Assert.Single(instances.Store.Sessions);
        await instances.ContinueAsync(1, other, Graph);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task All_sessions_of_a_user_end_on_all_instances_at_once_and_new_ones_do_not(bool byPurge)
    {
        await using var instances = await Instances.StartAsync();
        var (alices, bobs) = (await instances.StartSessionAsync(0), await instances.StartSessionAsync(0, "bob"));
        instances.Stack.Time.Advance(Minute);

        if (byPurge) instances.Get<OboTokenProvider>(0).PurgeUser(WellKnown.ContosoTenantId, WellKnown.AliceObjectId);
        else await instances.Get<LongRunningTokens>(0).StopAllAsync(WellKnown.ContosoTenantId, WellKnown.AliceObjectId.ToUpperInvariant(), CancellationToken.None);
        await instances.AssertUnknownAsync(0, alices, Graph);
        await Eventually.TrueAsync(async () => (await instances.Store.GetMarksAsync(0, CancellationToken.None)).Marks.Count == 1);
        var added = await instances.AddAsync();
        foreach (var instance in new[] { 1, added }) await instances.AssertUnknownAsync(instance, alices, Graph); // which nobody has told

        foreach (var instance in new[] { 0, 1, added })
        {
            var later = await instances.StartSessionAsync(instance);
            foreach (var continued in new[] { 0, 1, added }) await instances.ContinueAsync(continued, later, Graph);
            await instances.ContinueAsync(instance, bobs, Graph, WellKnown.BobObjectId);
        }
    }

    [Fact]
    public async Task To_stop_sessions_leaves_the_users_other_tokens()
    {
        await using var instances = await Instances.StartAsync();
        var token = instances.Stack.Emulator.IssueAccessToken("alice");
        await instances.GetAsync(0, "me", token);

        await instances.Get<LongRunningTokens>(0).StopAllAsync(WellKnown.ContosoTenantId, WellKnown.AliceObjectId, CancellationToken.None);
        await instances.GetAsync(0, "me", token);

        Assert.Equal(1, instances.Exchanges);
    }

    [Fact]
    public async Task A_purge_while_a_session_starts_ends_it()
    {
        await using var instances = await Instances.StartAsync();
        instances.Store.Before = operation =>
        {
            if (operation == nameof(ICoordinatingTokenStore.CompareAndSetSessionAsync)) instances.Get<OboTokenProvider>(0).PurgeUser(WellKnown.ContosoTenantId, WellKnown.AliceObjectId);
            return Task.CompletedTask;
        };

        var key = await instances.StartSessionAsync(0);

        await instances.AssertUnknownAsync(0, key, Graph);
        await Eventually.TrueAsync(async () => (await instances.Store.GetMarksAsync(0, CancellationToken.None)).Marks.Count == 1);
        await instances.AssertUnknownAsync(1, key, Graph);
    }

    [Theory]
    [InlineData("01:00:00", "14.00:00:00", "00:59:59", "01:00:00")]
    [InlineData("90.00:00:00", "00:10:00", "00:09:59", "00:10:00")]
    public async Task A_session_ends_at_the_end_that_its_owner_chose_or_for_want_of_use(string lifetime, string idleTime, string before, string after)
    {
        await using var instances = await Instances.StartAsync(settings: [("LongRunningSessions:IdleTime", idleTime)]);
        var key = await instances.StartSessionAsync(0, lifetime: Parse(lifetime));
        var forever = instances.Store.Sessions.ToArray();

        instances.Stack.Time.Advance(Parse(before));
        Assert.NotNull(await FoundAsync());
        instances.Stack.Time.Advance(Parse(after) - Parse(before));
        foreach (var (place, (session, until)) in forever)
        {
            Assert.InRange(until - instances.Stack.Time.GetUtcNow(), TimeSpan.Zero, Minute); // what the store deletes by
            instances.Store.Sessions[place] = (session, DateTimeOffset.MaxValue); // and if it did not
        }

        Assert.Null(await FoundAsync());

        Task<OpenSession?> FoundAsync() => instances.Get<ISessionStore>(1).FindAsync(instances.Get<SessionPlaces>(1).Of(key, WellKnown.ContosoTenantId, WellKnown.AliceObjectId));
    }

    [Fact]
    public async Task Use_keeps_a_session_alive_until_its_end_and_most_uses_write_nothing()
    {
        await using var instances = await Instances.StartAsync(settings: [("LongRunningSessions:IdleTime", "00:10:00"), ("LongRunningSessions:Lifetime", "00:45:00")]);
        var key = await instances.StartSessionAsync(0);

        for (var seconds = 0; seconds < 44 * 60; seconds += 20)
        {
            instances.Stack.Time.Advance(TimeSpan.FromSeconds(20));
            await instances.ContinueAsync(1, key, Graph);
        }

        Assert.InRange(instances.Store.Count(nameof(ICoordinatingTokenStore.CompareAndSetSessionAsync)), 30, 46);
        instances.Stack.Time.Advance(Minute + Minute);
        await instances.AssertUnknownAsync(0, key, Graph);
    }

    [Theory]
    [InlineData("00:00:59")]
    [InlineData("90.00:00:01")]
    public async Task An_end_that_cannot_be_is_refused_with_the_reason(string lifetime)
    {
        await using var instances = await Instances.StartAsync();

        var refused = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => instances.StartSessionAsync(0, lifetime: Parse(lifetime)));

        Assert.Contains("from 1 minute to 90 days", refused.Message, StringComparison.Ordinal);
    }

    private static TimeSpan Parse(string span) => TimeSpan.Parse(span, System.Globalization.CultureInfo.InvariantCulture);
}
