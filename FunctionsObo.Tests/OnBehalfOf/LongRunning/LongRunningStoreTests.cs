using FunctionsObo.Authentication;
using FunctionsObo.OnBehalfOf.Exchange;
using FunctionsObo.OnBehalfOf.LongRunning;
using Microsoft.Identity.Client;
using TestSupport;
using static FunctionsObo.Tests.OnBehalfOf.Targets;

namespace FunctionsObo.Tests.OnBehalfOf.LongRunning;

public sealed class LongRunningStoreTests
{
    private const string Key = "session";

    private readonly ManualTime _time = new();
    private readonly PurgeMarks _marks = new();
    private readonly PrincipalId _alice = new("tenant", "alice");
    private readonly LongRunningStore _store;

    public LongRunningStoreTests() => _store = new LongRunningStore(_marks, new MonotonicClock(_time));

    [Fact]
    public async Task A_session_that_is_closed_while_its_tokens_are_written_stays_closed()
    {
        await using var stack = await Stack.StartAsync();
        _store.Open(Key, _alice, _marks.Now);
        var client = NewClient(stack);
        client.UserTokenCache.SetBeforeWrite(_ => _store.CloseAll(_alice)); // between reading the session and writing it

        await StartAsync(client, await stack.CallerAsync("alice"));

        Assert.Null(_store.Find(Key));
    }

    [Fact]
    public async Task Of_two_uses_at_once_both_leave_their_tokens_in_the_session()
    {
        await using var stack = await Stack.StartAsync();
        _store.Open(Key, _alice, _marks.Now);
        await StartAsync(NewClient(stack), await stack.CallerAsync("alice"));
        var slow = NewClient(stack);
        slow.UserTokenCache.SetBeforeWriteAsync(async _ => await ContinueAsync(NewClient(stack), [$"{WellKnown.OrdersIdUri}/Orders.ReadWrite"]));

        await ContinueAsync(slow, Orders.Scopes);
        Assert.Equal(2, stack.Emulator.Stats.Snapshot().Grants["refresh_token"]);

        foreach (var scopes in new[] { Graph.Scopes, Orders.Scopes, [$"{WellKnown.OrdersIdUri}/Orders.ReadWrite"] }) await ContinueAsync(NewClient(stack), scopes);
        Assert.Equal(2, stack.Emulator.Stats.Snapshot().Grants["refresh_token"]);
    }

    [Fact]
    public void A_session_is_over_after_ninety_days_without_use_whatever_the_wall_clock_says()
    {
        _store.Open(Key, _alice, _marks.Now);
        _time.WallClockError = TimeSpan.FromHours(1);

        _time.Advance(TimeSpan.FromDays(90) - TimeSpan.FromTicks(1));
        Assert.NotNull(_store.Find(Key));
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Null(_store.Find(Key));
        Assert.Equal(0, _store.Count);
    }

    [Fact]
    public void A_session_begun_before_its_users_purge_is_not_found()
    {
        var before = _marks.Now;
        _marks.Purge(_alice);
        _store.Open(Key, _alice, before);
        _store.Open("later", _alice, _marks.Now);

        Assert.Null(_store.Find(Key));
        Assert.NotNull(_store.Find("later"));
        Assert.Equal(1, _store.Count);
    }

    [Fact]
    public void A_session_does_not_show_itself()
    {
        _store.Open(Key, _alice, _marks.Now);

        Assert.Equal("long-running session", $"{_store.Find(Key)}");
    }

    /// <summary>The app's own client, for one use of the session.</summary>
    private IConfidentialClientApplication NewClient(Stack stack)
    {
        var client = stack.Get<ConfidentialClient>().Current.NewLongRunning();
        _store.Attach(client, Key);
        return client;
    }

    private static Task<AuthenticationResult> StartAsync(IConfidentialClientApplication client, Caller caller)
    {
        var key = Key;
        return ((ILongRunningWebApi)client).InitiateLongRunningProcessInWebApi(Graph.Scopes, caller.Token.Reveal(), ref key)
            .WithTenantId(caller.TenantId).ExecuteAsync();
    }

    private static Task<AuthenticationResult> ContinueAsync(IConfidentialClientApplication client, IReadOnlyList<string> scopes) =>
        ((ILongRunningWebApi)client).AcquireTokenInLongRunningProcess(scopes, Key).WithTenantId(WellKnown.ContosoTenantId).ExecuteAsync();
}
