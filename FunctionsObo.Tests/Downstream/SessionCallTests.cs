using FunctionsObo.Downstream;
using FunctionsObo.Errors;
using FunctionsObo.OnBehalfOf;
using FunctionsObo.OnBehalfOf.LongRunning;
using Microsoft.Extensions.DependencyInjection;
using TestSupport;
using static FunctionsObo.Tests.OnBehalfOf.Targets;

namespace FunctionsObo.Tests.Downstream;

/// <summary>Calls as the user of a long-running session.</summary>
public sealed class SessionCallTests
{
    private const string Key = "Yk3cK1wq1kKQ1b8Vq0g3m8m2t3m5p0uX9l8z7y6x5w4";

    [Fact]
    public async Task A_session_calls_an_api_as_its_user_after_the_request()
    {
        await using var stack = await Stack.StartAsync();
        var alice = await stack.CallerAsync("alice", TimeSpan.FromMinutes(5));
        var key = await stack.Get<LongRunningTokens>().StartAsync(alice, Graph, CancellationToken.None);
        stack.Time.Advance(TimeSpan.FromMinutes(30));

        await CallAsync("Graph");
        await CallAsync("Orders");
        Assert.Equal([WellKnown.AliceObjectId, WellKnown.AliceObjectId], stack.Local.Graph.Seen.Newest.Concat(stack.Local.Orders.Seen.Newest).Select(token => token.Oid));
        await stack.Get<LongRunningTokens>().StopAsync(key, alice.TenantId, alice.ObjectId, CancellationToken.None);

        Assert.Equal(OboFailure.SessionUnknown, (await Assert.ThrowsAsync<OboException>(() => CallAsync("Graph"))).Failure);

        async Task CallAsync(string api) => await stack.Local.FunctionApp!.Services.GetRequiredKeyedService<DownstreamApi>(api)
            .SendAsync(HttpMethod.Get, api == "Graph" ? "me" : "orders", CallAs.FromSession(key, alice.TenantId, alice.ObjectId), content: null, CancellationToken.None);
    }

    [Fact]
    public async Task Claims_that_an_api_asks_for_need_the_user_who_is_not_there()
    {
        var tokens = new ApiTokens(provider: null!, sessions: null!, Graph, appOnly: false);

        var needed = await Assert.ThrowsAsync<UserActionRequiredException>(async () =>
            await tokens.GetAsync(Session(Key), new RefusedToken(new DownstreamToken("token", DateTimeOffset.MaxValue), "{}"), CancellationToken.None));

        Assert.Equal(("{}", "Graph"), (needed.Claims, needed.Api));
    }

    [Fact]
    public async Task An_api_that_is_called_only_as_the_app_is_not_called_by_a_session() =>
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await new ApiTokens(provider: null!, sessions: null!, Graph, appOnly: true).GetAsync(Session(Key), refused: null, CancellationToken.None));

    [Fact]
    public void Sessions_are_told_apart_and_show_nothing_of_their_key()
    {
        Assert.Equal(Session(Key), Session(Key));
        Assert.NotEqual(Session(Key), Session(Key[1..]));
        Assert.DoesNotContain(Key, $"{Session(Key)}", StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => CallAs.FromSession(null!, "tenant", "alice"));
    }

    private static CallAs Session(string key) => CallAs.FromSession(key, "tenant", "alice");
}
