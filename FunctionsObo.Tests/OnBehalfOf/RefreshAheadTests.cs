using FunctionsObo.Errors;
using FunctionsObo.OnBehalfOf;
using TestSupport;

namespace FunctionsObo.Tests.OnBehalfOf;

public sealed class RefreshAheadTests
{
    [Fact]
    public async Task A_refresh_takes_the_old_tokens_place()
    {
        using var exchanges = await DueAsync("alice");

        Assert.True(exchanges.RefreshIfDue("alice"));
        Assert.False(exchanges.RefreshIfDue("alice"));
        (await exchanges.NextAsync()).Succeed("second");
        await exchanges.Refreshing;

        Assert.Equal("second", exchanges.Cached("alice"));
    }

    [Fact]
    public async Task A_refresh_whose_token_was_not_kept_leaves_another_one_to_come()
    {
        using var exchanges = await DueAsync("alice");
        Assert.True(exchanges.RefreshIfDue("alice"));
        (await exchanges.NextAsync()).Succeed("too short to be kept", TimeSpan.FromMinutes(4));
        await exchanges.Refreshing;

        exchanges.Time.Advance(TimeSpan.FromSeconds(34));

        Assert.True(exchanges.RefreshIfDue("alice"));
        Assert.Equal("alice's", exchanges.Cached("alice"));
    }

    [Fact]
    public async Task When_asked_to_wait_the_next_refresh_waits_as_long()
    {
        using var exchanges = await DueAsync("alice");
        exchanges.RefreshIfDue("alice");
        (await exchanges.NextAsync()).Fail(new OboException(OboFailure.Unavailable) { AskedToWait = TimeSpan.FromMinutes(10) });
        await exchanges.Refreshing;

        exchanges.Time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromTicks(1));
        Assert.False(exchanges.RefreshIfDue("alice"));
        exchanges.Time.Advance(TimeSpan.FromTicks(1));
        Assert.True(exchanges.RefreshIfDue("alice"));
    }

    [Fact]
    public async Task The_wait_doubles_with_each_failure_up_to_five_minutes()
    {
        using var exchanges = await DueAsync("alice");
        Assert.True(exchanges.RefreshIfDue("alice"));
        foreach (var delay in new[] { 30, 60, 120, 240, 300, 300 }.Select(seconds => TimeSpan.FromSeconds(seconds)))
        {
            (await exchanges.NextAsync()).Fail(new OboException(OboFailure.Unavailable));
            await exchanges.Refreshing;

            exchanges.Time.Advance(delay - TimeSpan.FromTicks(1));
            Assert.False(exchanges.RefreshIfDue("alice"));
            exchanges.Time.Advance((delay * 0.1) + TimeSpan.FromTicks(1)); // the jitter
            Assert.True(exchanges.RefreshIfDue("alice"));
        }
    }

    public static TheoryData<Exception> Refusals => new(
        new OboException(OboFailure.AssertionRefused),
        UserActionRequiredException.ForClaims("""{"access_token":{}}"""));

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refresh_that_only_the_user_could_help_is_not_repeated(Exception refusal)
    {
        using var exchanges = await DueAsync("alice");
        exchanges.RefreshIfDue("alice");
        (await exchanges.NextAsync()).Fail(refusal);
        await exchanges.Refreshing;

        for (var minute = 0; minute < 20; minute++)
        {
            exchanges.Time.Advance(TimeSpan.FromMinutes(1));
            Assert.False(exchanges.RefreshIfDue("alice"));
        }

        Assert.Equal("alice's", exchanges.Cached("alice"));
    }

    [Fact]
    public async Task A_crowd_that_falls_due_at_once_is_refreshed_a_few_at_a_time()
    {
        var crowd = Enumerable.Range(0, 100).Select(number => $"user{number}").ToArray();
        using var exchanges = await DueAsync(crowd);
        Assert.All(crowd, user => Assert.True(exchanges.RefreshIfDue(user)));

        var pending = new Queue<PendingExchange>();
        for (var i = 0; i < 8; i++) pending.Enqueue(await exchanges.NextAsync());
        Assert.Equal(crowd.Length + 8, exchanges.Count);
        for (var refreshed = 0; refreshed < crowd.Length; refreshed++)
        {
            pending.Dequeue().Succeed("second");
            if (exchanges.Count < 2 * crowd.Length) pending.Enqueue(await exchanges.NextAsync());
            Assert.InRange(exchanges.Count, 0, crowd.Length + 8 + refreshed + 1);
        }

        await Eventually.TrueAsync(() => crowd.All(user => exchanges.Cached(user) == "second"));
        Assert.Equal(2 * crowd.Length, exchanges.Count);
    }

    [Fact]
    public async Task Who_misses_the_cache_joins_the_refresh_under_way()
    {
        using var exchanges = await DueAsync("alice");
        exchanges.RefreshIfDue("alice");
        var refresh = await exchanges.NextAsync();

        var joining = exchanges.GetAsync(exchanges.Wanted("alice"));
        refresh.Succeed("second");

        Assert.Equal(("Bearer second", 2), ((await joining).Authorization, exchanges.Count));
    }

    /// <summary>Users who have a token that is due.</summary>
    private static Task<ScriptedExchanges> DueAsync(params string[] users) => DueAsync(TimeSpan.FromHours(1), users);

    private static Task<ScriptedExchanges> DueAsync(string user, TimeSpan lifetime) => DueAsync(lifetime, [user]);

    private static async Task<ScriptedExchanges> DueAsync(TimeSpan lifetime, string[] users)
    {
        var exchanges = new ScriptedExchanges();
        foreach (var user in users) await exchanges.GetAsync(exchanges.Wanted(user), $"{user}'s", lifetime);
        exchanges.Time.Advance((lifetime / 2) + TimeSpan.FromMinutes(1));
        return exchanges;
    }
}
