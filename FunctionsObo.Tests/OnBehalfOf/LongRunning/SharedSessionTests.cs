using FunctionsObo.OnBehalfOf;
using FunctionsObo.OnBehalfOf.LongRunning;
using FunctionsObo.TokenStores;
using Microsoft.Extensions.Configuration;
using TestSupport;
using TestSupport.Stores;
using static FunctionsObo.Tests.OnBehalfOf.Targets;

namespace FunctionsObo.Tests.OnBehalfOf.LongRunning;

/// <summary>Sessions in a store that all instances share.</summary>
public sealed class SharedSessionTests
{
    [Fact]
    public async Task Any_instance_continues_a_session_also_one_that_has_started_since()
    {
        await using var instances = await Instances.StartAsync();
        var key = await instances.StartSessionAsync(0);

        await instances.ContinueAsync(1, key, Graph);
        await instances.ContinueAsync(1, key, Orders); // refreshed for it
        await instances.ContinueAsync(await instances.AddAsync(), key, Orders);
        await instances.ContinueAsync(0, key, Orders);

        Assert.Equal(1, instances.Refreshes());
        Assert.Equal((1, 2), (instances.Store.Sessions.Count, instances.Store.Count(nameof(ICoordinatingTokenStore.CompareAndSetSessionAsync))));
        Assert.Equal(0, instances.Get<LocalSessions>(0).Count);
    }

    [Fact]
    public async Task Uses_on_several_instances_at_once_leave_all_their_tokens()
    {
        await using var instances = await Instances.StartAsync();
        var key = await instances.StartSessionAsync(0);
        var both = new Barrier(2);
        instances.Store.Before = operation =>
        {
            if (operation == nameof(ICoordinatingTokenStore.CompareAndSetSessionAsync) && instances.Store.Count(operation) <= 3) both.SignalAndWait(TimeSpan.FromSeconds(20)); // both have refreshed, and neither has written
            return Task.CompletedTask;
        };
        TargetApi more = new("More", [$"{WellKnown.OrdersIdUri}/Orders.ReadWrite"]);

        await Task.WhenAll(instances.ContinueAsync(0, key, Orders), instances.ContinueAsync(1, key, more));
        Assert.Equal((2, 4), (instances.Refreshes(), instances.Store.Count(nameof(ICoordinatingTokenStore.CompareAndSetSessionAsync)))); // one of the start, one conflict
        var added = await instances.AddAsync();
        foreach (var api in new[] { Graph, Orders, more }) await instances.ContinueAsync(added, key, api);

        Assert.Equal(2, instances.Refreshes());
    }

    /// <summary>The identity platform refuses the older one afterwards.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_two_uses_at_once_the_newer_refresh_token_stays_whoever_writes_last(bool isLastNewer)
    {
        await using var instances = await Instances.StartAsync();
        var key = await instances.StartSessionAsync(0);
        TargetApi more = new("More", [$"{WellKnown.OrdersIdUri}/Orders.ReadWrite"]);
        var second = TimeSpan.FromSeconds(1);
        var newer = Task.CompletedTask;
        instances.Store.Before = async operation =>
        {
            if (operation != nameof(ICoordinatingTokenStore.CompareAndSetSessionAsync)) return;
            var number = instances.Store.Count(operation);
            if (number == 2) // the older one has its tokens, and is to write them
            {
                instances.Stack.Time.Advance(second);
                newer = instances.ContinueAsync(1, key, more);
                await (isLastNewer ? Eventually.TrueAsync(() => instances.Store.Count(operation) == 3) : newer);
            }
            else if (number == 3 && isLastNewer)
            {
                await Eventually.TrueAsync(() => instances.Store.Sessions.Values.Single().Session.Version == 2);
            }
        };

        await instances.ContinueAsync(0, key, Orders);
        await newer;
        instances.Stack.Time.WallClockError = second / -2; // between the two
        instances.Stack.Emulator.Revoke("alice");
        instances.Stack.Time.WallClockError = TimeSpan.Zero;

        await instances.ContinueAsync(0, key, new("All", [$"{WellKnown.OrdersIdUri}/.default"]));
        Assert.Equal((3, 5), (instances.Refreshes(), instances.Store.Count(nameof(ICoordinatingTokenStore.CompareAndSetSessionAsync)))); // of the start, of three refreshes, and one conflict
    }

    [Fact]
    public async Task A_session_begun_with_one_pepper_goes_on_while_that_is_the_previous_one()
    {
        var (older, newer) = (Convert.ToBase64String(new byte[32]), Convert.ToBase64String([.. Enumerable.Repeat((byte)1, 32)]));
        string?[] pepper = [older, null];
        await using var instances = await Instances.StartAsync(configure: setup => setup.Configuration.AddInMemoryCollection(
            ((string[])["Pepper", "PreviousPepper"]).Zip(pepper).Where(one => one.Second is not null).Select(one => KeyValuePair.Create($"DistributedTokenCache:{one.First}", one.Second))));
        var (key, stopped) = (await instances.StartSessionAsync(0), await instances.StartSessionAsync(0));

        pepper = [newer, older];
        var rotated = await instances.AddAsync();
        await instances.ContinueAsync(rotated, key, Orders);
        await instances.ContinueAsync(0, key, Orders); // which still has the old one only
        await instances.StopAsync(rotated, stopped);
        await instances.AssertUnknownAsync(0, stopped, Graph);
        pepper = [newer, null];
        await instances.AssertUnknownAsync(await instances.AddAsync(), key, Graph);

        Assert.Equal(1, instances.Refreshes());
    }
}
