using System.Net;
using EntraEmulator.Dev;
using EntraEmulator.Faults;
using FunctionsObo.OnBehalfOf;
using FunctionsObo.TokenStores;
using TestSupport;
using TestSupport.Stores;

namespace FunctionsObo.Tests.OnBehalfOf.Sharing;

/// <summary>Who makes an exchange, and which tokens are shared.</summary>
public sealed class SharedExchangeTests
{
    [Fact]
    public async Task A_holder_that_has_died_delays_nobody_for_longer_than_the_budget()
    {
        await using var instances = await StartAsync();
        instances.Stack.Emulator.Faults.Enqueue(new Fault { DelayMs = 60_000, User = "alice" });
        var token = instances.Stack.Emulator.IssueAccessToken("alice");
        var abandoned = instances.GetAsync(0, "me", token);
        await Eventually.TrueAsync(() => instances.Exchanges == 1);
        var began = instances.Stack.Time.GetUtcNow();
        instances.Store.Claims[Assert.Single(instances.Store.Claims).Key] = (Guid.NewGuid(), began + TimeSpan.FromMilliseconds(250)); // of somebody who does not renew it

        var other = instances.GetAsync(1, "me", token);
        await Eventually.TrueAsync(() => PassUntil(instances, other));

        Assert.Equal((HttpStatusCode.OK, 2), ((await other).Status, instances.Exchanges));
        Assert.InRange(instances.Stack.Time.GetUtcNow() - began, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(2));
        await Eventually.TrueAsync(() => PassUntil(instances, abandoned));
    }

    [Fact]
    public async Task A_holder_that_lives_is_waited_for_however_long_its_exchange_takes()
    {
        await using var instances = await StartAsync();
        instances.Stack.Emulator.Faults.Enqueue(new Fault { DelayMs = 3000 });
        var token = instances.Stack.Emulator.IssueAccessToken("alice");
        var holder = instances.GetAsync(0, "me", token);
        await Eventually.TrueAsync(() => instances.Exchanges == 1);

        var other = instances.GetAsync(1, "me", token);
        await Eventually.TrueAsync(() => PassUntil(instances, other));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, 1), ((await other).Status, (await holder).Status, instances.Exchanges));
    }

    [Fact]
    public async Task An_exchange_that_fails_lets_the_next_instance_try_at_once()
    {
        await using var instances = await StartAsync();
        instances.Stack.Emulator.Faults.Enqueue(new Fault { Status = 500, User = "alice" });
        var token = instances.Stack.Emulator.IssueAccessToken("alice");

        var failed = await instances.GetAsync(0, "me", token);
        await Eventually.TrueAsync(() => instances.Store.Count(nameof(ICoordinatingTokenStore.ReleaseAsync)) == 1);
        var served = await instances.GetAsync(1, "me", token);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (failed.Status, served.Status));
    }

    [Fact]
    public async Task With_a_store_that_only_keeps_entries_each_instance_exchanges_at_most_once()
    {
        await using var instances = await Instances.StartAsync(store => new EntriesOnly(store));
        instances.Stack.Emulator.Faults.Enqueue(new Fault { DelayMs = 2000, Times = 0 });
        var token = instances.Stack.Emulator.IssueAccessToken("alice");

        var replies = Enumerable.Range(0, 20).Select(call => instances.GetAsync(call % 2, "me", token)).ToArray();
        await Eventually.TrueAsync(() => instances.Exchanges == 2);
        instances.Stack.Time.Advance(TimeSpan.FromSeconds(2));
        await Task.WhenAll(replies);
        await Eventually.TrueAsync(() => instances.Store.Entries.Count == 1);
        instances.Stack.Emulator.Faults.Clear();
        await instances.GetAsync(await instances.AddAsync(), "me", token);

        Assert.Equal(2, instances.Exchanges);
        Assert.DoesNotContain(instances.Store.Asked, operation => operation is not (nameof(ITokenStore.GetAsync) or nameof(ITokenStore.SetIfNewerAsync)));
    }

    [Fact]
    public async Task A_store_that_only_keeps_entries_is_asked_once_by_each_instance_before_a_user_comes()
    {
        await using var instances = await Instances.StartAsync(store => new EntriesOnly(store));

        await Eventually.TrueAsync(() => instances.Store.Count(nameof(ITokenStore.GetAsync)) == 2);
    }

    [Fact]
    public async Task A_token_that_one_instance_has_refreshed_is_refreshed_by_no_other()
    {
        await using var instances = await StartAsync();
        var token = instances.Stack.Emulator.IssueAccessToken(new TokenRequest { User = "alice", Lifetime = TimeSpan.FromHours(3) });
        foreach (var instance in new[] { 0, 1 }) await instances.GetAsync(instance, "me", token);
        await Eventually.TrueAsync(() => instances.Store.Count(nameof(ICoordinatingTokenStore.ReleaseAsync)) == 1);

        instances.Stack.Time.Advance(TimeSpan.FromMinutes(50)); // due on both
        await instances.GetAsync(0, "me", token);
        await Eventually.TrueAsync(() => instances.Store.Count(nameof(ICoordinatingTokenStore.ReleaseAsync)) == 2);
        await instances.GetAsync(1, "me", token);
        var looked = instances.Store.Count(nameof(ITokenStore.GetAsync));
        await Eventually.TrueAsync(() => instances.Store.Count(nameof(ITokenStore.GetAsync)) > looked || instances.Store.Count(nameof(ITokenStore.GetAsync)) >= 6);

        await instances.GetAsync(1, "me", token);
        Assert.Equal((2, 2), (instances.Exchanges, instances.Store.Count(nameof(ITokenStore.SetIfNewerAsync))));
        var utis = instances.Stack.Local.Graph.Seen.Newest.Select(seen => seen.Uti).Distinct().Count();
        Assert.Equal(2, utis);
    }

    [Fact]
    public async Task The_apps_own_tokens_stay_on_their_instance()
    {
        await using var instances = await StartAsync();
        var daemon = instances.Stack.Emulator.IssueAccessToken(new TokenRequest { Application = "daemon" });

        foreach (var instance in new[] { 0, 1 }) Assert.Equal(HttpStatusCode.OK, (await instances.GetAsync(instance, "reports/orders", daemon)).Status);

        Assert.Empty(instances.Store.Entries);
        Assert.DoesNotContain(nameof(ITokenStore.GetAsync), instances.Store.Asked);
    }

    /// <summary>Lets time pass, slowly enough for claims to be renewed, until the answer is there.</summary>
    private static bool PassUntil(Instances instances, Task answer)
    {
        if (!answer.IsCompleted) instances.Stack.Time.Advance(TimeSpan.FromMilliseconds(20));
        return answer.IsCompleted;
    }

    private static async Task<Instances> StartAsync()
    {
        var instances = await Instances.StartAsync();
        await Eventually.TrueAsync(() => instances.Store.Count(nameof(ICoordinatingTokenStore.GetMarksAsync)) >= 2);
        return instances;
    }
}
