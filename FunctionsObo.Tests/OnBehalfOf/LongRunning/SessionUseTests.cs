using FunctionsObo.Authentication;
using FunctionsObo.OnBehalfOf.Exchange;
using FunctionsObo.OnBehalfOf.LongRunning;
using Microsoft.Identity.Client;
using TestSupport;
using static FunctionsObo.Tests.OnBehalfOf.Targets;

namespace FunctionsObo.Tests.OnBehalfOf.LongRunning;

/// <summary>What MSAL keeps in a session, whoever else uses it meanwhile.</summary>
public sealed class SessionUseTests : IAsyncLifetime
{
    private static readonly string[] MoreOfOrders = [$"{WellKnown.OrdersIdUri}/Orders.ReadWrite"];

    private Stack _stack = null!;
    private Caller _alice = null!;
    private SessionKey _key = null!;
    private LocalSessions _store = null!;

    public async Task InitializeAsync()
    {
        _stack = await Stack.StartAsync();
        _alice = await _stack.CallerAsync("alice");
        _key = _stack.Get<SessionPlaces>().Of("session", _alice.TenantId, _alice.ObjectId);
        _store = _stack.Get<LocalSessions>();
        await _store.OpenAsync(_key, _alice.Begun, TimeSpan.FromDays(1));
    }

    public async Task DisposeAsync() => await _stack.DisposeAsync();

    [Fact]
    public async Task A_session_that_is_closed_while_its_tokens_are_written_stays_closed()
    {
        var client = await ClientAsync();
        client.UserTokenCache.SetBeforeWrite(_ => _store.CloseAll(_alice.Id)); // between reading the session and writing it

        await StartAsync(client);

        Assert.Null(await _store.FindAsync(_key));
    }

    [Fact]
    public async Task Of_two_uses_at_once_both_leave_their_tokens_in_the_session()
    {
        await StartAsync(await ClientAsync());
        var slow = await ClientAsync();
        slow.UserTokenCache.SetBeforeWriteAsync(async _ => await ContinueAsync(await ClientAsync(), MoreOfOrders));

        await ContinueAsync(slow, Orders.Scopes);
        Assert.Equal(2, Refreshes);

        foreach (var scopes in new[] { Graph.Scopes, Orders.Scopes, MoreOfOrders }) await ContinueAsync(await ClientAsync(), scopes);
        Assert.Equal(2, Refreshes);
    }

    [Fact]
    public async Task A_session_shows_nothing_of_itself()
    {
        await StartAsync(await ClientAsync());
        var found = (await _store.FindAsync(_key))!;

        Assert.All(new object[] { _key, found, found.Content }, one => Assert.Equal("long-running session", $"{one}"));
    }

    private long Refreshes => _stack.Emulator.Stats.Snapshot().Grants["refresh_token"];

    /// <summary>The app's own client, for one use of the session as it is now.</summary>
    private async Task<IConfidentialClientApplication> ClientAsync()
    {
        var client = _stack.Get<ConfidentialClient>().Current.NewLongRunning();
        new SessionUse(_store, _key, (await _store.FindAsync(_key))!, TimeSpan.FromDays(1), _stack.Get<SessionDiagnostics>()).Attach(client);
        return client;
    }

    private string MsalKey => _key.Id.ToString();

    private Task<AuthenticationResult> StartAsync(IConfidentialClientApplication client)
    {
        var key = MsalKey;
        return ((ILongRunningWebApi)client).InitiateLongRunningProcessInWebApi(Graph.Scopes, _alice.Token.Reveal(), ref key)
            .WithTenantId(_alice.TenantId).ExecuteAsync();
    }

    private Task<AuthenticationResult> ContinueAsync(IConfidentialClientApplication client, IReadOnlyList<string> scopes) =>
        ((ILongRunningWebApi)client).AcquireTokenInLongRunningProcess(scopes, MsalKey).WithTenantId(WellKnown.ContosoTenantId).ExecuteAsync();
}
