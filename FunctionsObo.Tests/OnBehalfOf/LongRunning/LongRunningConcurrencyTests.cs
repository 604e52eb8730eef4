using System.Collections.Concurrent;
using System.Net;
using EntraEmulator.Faults;
using EntraEmulator.Tenants;
using FunctionsObo.OnBehalfOf;
using FunctionsObo.OnBehalfOf.LongRunning;
using FunctionsObo.Registration;
using Microsoft.Extensions.DependencyInjection;
using TestSupport;
using static FunctionsObo.Tests.OnBehalfOf.Targets;

namespace FunctionsObo.Tests.OnBehalfOf.LongRunning;

/// <summary>What happens to sessions when things happen at once.</summary>
public sealed class LongRunningConcurrencyTests
{
    [Fact]
    public async Task Sessions_that_are_continued_at_the_same_time_keep_their_tokens()
    {
        await using var stack = await Stack.StartAsync();
        var sessions = stack.Get<LongRunningTokens>();
        var alice = await stack.CallerAsync("alice");
        var keys = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => sessions.StartAsync(alice, Graph, CancellationToken.None)));

        for (var round = 0; round < 3; round++)
        {
            await Task.WhenAll(keys.SelectMany(key => new[] { Graph, Orders }, (key, api) => (key, api)).Select(use =>
                Task.Run(() => sessions.ContinueAsync(use.key, alice.TenantId, alice.ObjectId, use.api, CancellationToken.None))));
        }

        Assert.Equal(keys.Length, stack.Emulator.Stats.Snapshot().Grants["refresh_token"]); // one for Orders in each session
    }

    [Fact]
    public async Task Who_leaves_while_a_session_starts_is_cancelled_and_leaves_no_session()
    {
        await using var stack = await Stack.StartAsync();
        stack.Emulator.Faults.Enqueue(new Fault { Hang = true });
        using var leaving = new CancellationTokenSource();

        var start = stack.Get<LongRunningTokens>().StartAsync(await stack.CallerAsync("alice"), Graph, leaving.Token);
        await Eventually.TrueAsync(() => stack.Emulator.Stats.Snapshot().Exchanges() == 1);
        Assert.Equal(1, stack.Get<LocalSessions>().Count);
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
        Assert.Equal(0, stack.Get<LocalSessions>().Count);
    }

    [Fact]
    public async Task Callers_who_leave_are_no_failure_of_the_token_endpoint()
    {
        await using var stack = await Stack.StartAsync();
        stack.Emulator.Faults.Enqueue(new Fault { User = "alice", Hang = true, Times = 0 });
        for (var i = 0; i < 6; i++)
        {
            using var leaving = new CancellationTokenSource();
            var start = stack.Get<LongRunningTokens>().StartAsync(await stack.CallerAsync("alice"), Graph, leaving.Token);
            await Eventually.TrueAsync(() => stack.Emulator.Stats.Snapshot().Exchanges() == i + 1);
            await leaving.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
        }

        Assert.Equal(HttpStatusCode.OK, (await stack.GetAsync("me", "bob")).Status);
    }

    [Fact]
    public async Task A_start_knows_nothing_of_the_request_that_it_began_in()
    {
        var seen = new ConcurrentBag<string?>();
        await using var stack = await Stack.StartAsync(app => app.Services.AddHttpClient(IdentityPlatform.HttpClientName)
            .AddHttpMessageHandler(() => new Ambient(() => seen.Add(Ambient.Value.Value))));
        Ambient.Value.Value = "alice's";

        await stack.Get<LongRunningTokens>().StartAsync(await stack.CallerAsync("alice"), Graph, CancellationToken.None);

        Assert.NotEmpty(seen);
        Assert.All(seen, Assert.Null);
    }

    [Fact]
    public async Task A_session_that_ends_while_it_is_continued_gives_that_token_and_no_more()
    {
        await using var stack = await Stack.StartAsync();
        var sessions = stack.Get<LongRunningTokens>();
        var alice = await stack.CallerAsync("alice");
        var key = await sessions.StartAsync(alice, Graph, CancellationToken.None);
        stack.Emulator.Faults.Enqueue(new Fault { Grant = "refresh_token", DelayMs = 2000 });

        var under = sessions.ContinueAsync(key, alice.TenantId, alice.ObjectId, Orders, CancellationToken.None);
        await Eventually.TrueAsync(() => stack.Emulator.Stats.Snapshot().Grants.GetValueOrDefault("refresh_token") == 1);
        await sessions.StopAsync(key, alice.TenantId, alice.ObjectId, CancellationToken.None);
        await sessions.AssertUnknownAsync(key, alice.TenantId, alice.ObjectId, Orders);
        stack.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.NotNull(await under);
        await sessions.AssertUnknownAsync(key, alice.TenantId, alice.ObjectId, Orders);
    }

    [Fact]
    public async Task A_purge_ends_the_sessions_of_its_user_also_those_that_are_starting()
    {
        await using var stack = await Stack.StartAsync();
        var sessions = stack.Get<LongRunningTokens>();
        var (alice, bob) = (await stack.CallerAsync("alice"), await stack.CallerAsync("bob"));
        var (hers, his) = (await sessions.StartAsync(alice, Graph, CancellationToken.None), await sessions.StartAsync(bob, Graph, CancellationToken.None));
        stack.Emulator.Faults.Enqueue(new Fault { User = "alice", DelayMs = 2000 });
        var starting = sessions.StartAsync(alice, Graph, CancellationToken.None);
        await Eventually.TrueAsync(() => stack.Emulator.Stats.Snapshot().Exchanges() == 3);

        stack.Get<OboTokenProvider>().PurgeUser(alice.TenantId, alice.ObjectId);
        stack.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(1, stack.Get<LocalSessions>().Count); // bob's
        await sessions.AssertUnknownAsync(hers, alice.TenantId, alice.ObjectId, Graph);
        await sessions.AssertUnknownAsync(await starting, alice.TenantId, alice.ObjectId, Graph);
        Assert.NotNull(await sessions.ContinueAsync(his, bob.TenantId, bob.ObjectId, Graph, CancellationToken.None));
    }

    /// <summary>Looks at what flows with a request.</summary>
    private sealed class Ambient(Action look) : DelegatingHandler
    {
        public static readonly AsyncLocal<string?> Value = new();

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            look();
            return base.SendAsync(request, cancellationToken);
        }
    }
}
