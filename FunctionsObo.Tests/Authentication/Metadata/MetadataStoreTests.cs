using System.Diagnostics;
using System.Text.Json.Nodes;
using EntraEmulator.Faults;
using EntraEmulator.Stats;
using FunctionsObo.Authentication.Metadata;
using FunctionsObo.Tests.Security;
using TestSupport;

namespace FunctionsObo.Tests.Authentication.Metadata;

/// <summary>When metadata is fetched.</summary>
public sealed class MetadataStoreTests
{
    private static readonly AsyncLocal<string?> Ambient = new();

    [Fact]
    public async Task A_failed_fetch_for_an_unknown_key_is_tried_again_in_the_background_within_seconds()
    {
        await using var stack = await Stack.StartAsync();
        await FailOnceAsync(stack);
        var before = stack.Outbound().Metadata;

        stack.Time.Advance(TimeSpan.FromSeconds(2));

        await Eventually.TrueAsync(() => stack.Outbound().Metadata == before + 1);
    }

    [Fact]
    public async Task A_good_fetch_for_an_unknown_key_puts_the_usual_one_off()
    {
        await using var stack = await Stack.StartAsync();
        stack.Time.Advance(TimeSpan.FromHours(20));
        Assert.InRange(Store(stack).NextAttemptIn, TimeSpan.FromHours(1.6), TimeSpan.FromHours(6.4));

        await stack.RefusesAfterAskingAsync(stack.Emulator.Forge(header => header["kid"] = "unknown"));

        Assert.InRange(Store(stack).NextAttemptIn, TimeSpan.FromHours(21.6), TimeSpan.FromHours(26.4));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_clock_that_is_set_by_an_hour_changes_no_wait(int hours)
    {
        await using var stack = await Stack.StartAsync();
        await FailOnceAsync(stack);
        var (wait, before) = (Store(stack).NextAttemptIn, stack.Outbound().Metadata);

        stack.Time.WallClockError = TimeSpan.FromHours(hours);

        Assert.Equal(wait, Store(stack).NextAttemptIn);
        Assert.InRange(wait, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(1.1));
        stack.Time.Advance(TimeSpan.FromSeconds(2));
        await Eventually.TrueAsync(() => stack.Outbound().Metadata == before + 1);
    }

    [Fact]
    public async Task A_fetch_knows_nothing_of_the_request_that_started_it()
    {
        var seen = new List<(string? Ambient, Activity? Trace)>();
        var gate = new PlatformGate();
        await using var stack = await Stack.StartAsync(gate.StandBefore);
        gate.Answer = (_, _) =>
        {
            seen.Add((Ambient.Value, Activity.Current));
            return Task.FromResult<HttpResponseMessage?>(null);
        };
        using var request = new Activity("request").AddBaggage("user", "alice").Start();
        Ambient.Value = "alice";

        var knowledge = await Store(stack).LookForKeyAsync("unknown", CancellationToken.None);

        Assert.True(knowledge.IsKnown);
        Assert.Equal(2, seen.Count); // metadata, then keys
        Assert.All(seen, one => Assert.Null(one.Ambient));
        Assert.All(seen, one => Assert.True(one.Trace is null || (one.Trace.RootId != request.RootId && one.Trace.GetBaggageItem("user") is null)));
    }

    private static MetadataStore Store(Stack stack) => stack.Get<MetadataStore>();

    private static async Task FailOnceAsync(Stack stack)
    {
        stack.Emulator.Faults.Enqueue(new Fault { Endpoint = EmulatorEndpoint.Metadata, Status = 500, Body = JsonValue.Create("") });
        var reply = await stack.SendAsync(HttpMethod.Get, "whoami", stack.Emulator.Forge(header => header["kid"] = "unknown"));
        Assert.Equal("identity_platform_unavailable", reply.Code);
    }
}
