using System.Net;
using FunctionsObo.OnBehalfOf;
using TestSupport;
using TestSupport.Stores;

namespace FunctionsObo.Tests.OnBehalfOf.Sharing;

/// <summary>Two instances and a store, through the front door.</summary>
public sealed class SharedTokenTests
{
    [Fact]
    public async Task A_user_whom_one_instance_knows_is_exchanged_on_no_other()
    {
        await using var instances = await Instances.StartAsync();
        var store = instances.Store;
        var token = instances.Stack.Emulator.IssueAccessToken("alice");

        var first = await instances.GetAsync(0, "me", token);
        await Eventually.TrueAsync(() => store.Entries.Count == 1);
        var second = await instances.GetAsync(1, "me", token);
        var third = await instances.GetAsync(await instances.AddAsync(), "me", token);

        Assert.All([first, second, third], reply => Assert.Equal((HttpStatusCode.OK, WellKnown.AliceObjectId), (reply.Status, reply.Json.GetProperty("id").GetString())));
        Assert.Equal(1, instances.Exchanges);
    }

    [Fact]
    public async Task A_warm_request_asks_nothing_of_the_store()
    {
        await using var instances = await Instances.StartAsync();
        var store = instances.Store;
        var token = instances.Stack.Emulator.IssueAccessToken("alice");
        await instances.GetAsync(0, "me", token);
        await Eventually.TrueAsync(() => store.Count(nameof(store.ReleaseAsync)) == 1);
        var asked = store.Asked.Where(operation => operation != nameof(store.GetMarksAsync)).ToList();

        for (var i = 0; i < 10; i++) await instances.GetAsync(0, "me", token);

        Assert.Equal([nameof(store.GetAsync), nameof(store.ClaimAsync), nameof(store.GetAsync), nameof(store.SetIfNewerAsync), nameof(store.ReleaseAsync)], asked);
        Assert.Equal(asked, store.Asked.Where(operation => operation != nameof(store.GetMarksAsync)));
    }

    [Fact]
    public async Task Instances_that_meet_a_user_at_once_make_one_exchange()
    {
        await using var instances = await Instances.StartAsync();
        await instances.AddAsync();
        var token = instances.Stack.Emulator.IssueAccessToken("alice");
        instances.Stack.Emulator.Faults.Enqueue(new EntraEmulator.Faults.Fault { DelayMs = 2000, Times = 0 });

        var replies = Enumerable.Range(0, 30).Select(call => instances.GetAsync(call % 3, "me", token)).ToArray();
        await Eventually.TrueAsync(() =>
        {
            instances.Stack.Time.Advance(TimeSpan.FromMilliseconds(20)); // so that claims are renewed in time
            return replies.All(reply => reply.IsCompleted);
        });

        Assert.All(replies, reply => Assert.Equal(HttpStatusCode.OK, reply.Result.Status));
        Assert.Equal(1, instances.Exchanges);
    }
}
