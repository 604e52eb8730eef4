using System.Net;
using FunctionsHost.InProcess;
using FunctionsObo.TokenStores;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using TestSupport;
using TestSupport.Stores;

namespace FunctionsObo.Tests.OnBehalfOf.Sharing;

/// <summary>A store in trouble delays a request by its budget at most, and fails none.</summary>
public sealed class StoreTroubleTests
{
    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(250);

    private readonly FakeLogCollector _logs = FakeLogCollector.Create(new FakeLogCollectorOptions());

    [Theory]
    [InlineData("everything", "")]
    [InlineData("reading entries", nameof(ITokenStore.GetAsync))]
    [InlineData("claims", nameof(ICoordinatingTokenStore.ClaimAsync))]
    [InlineData("marks", nameof(ICoordinatingTokenStore.GetMarksAsync))]
    public async Task A_store_that_hangs_costs_one_budget(string what, string operation)
    {
        await using var instances = await StartAsync();
        instances.Store.Before = asked => asked.StartsWith(operation, StringComparison.Ordinal) ? Task.Delay(Timeout.Infinite) : Task.CompletedTask;
        var token = instances.Stack.Emulator.IssueAccessToken("alice");
        if (operation.EndsWith("MarksAsync", StringComparison.Ordinal)) instances.Stack.Time.Advance(TimeSpan.FromMinutes(2));

        var (began, reply) = (instances.Stack.Time.GetUtcNow(), instances.GetAsync(1, "me", token));
        await Eventually.TrueAsync(() =>
        {
            if (!reply.IsCompleted) instances.Stack.Time.Advance(TimeSpan.FromMilliseconds(5));
            return reply.IsCompleted;
        });

        Assert.Equal((HttpStatusCode.OK, 1), ((await reply).Status, instances.Exchanges));
        Assert.True(instances.Stack.Time.GetUtcNow() - began < TimeSpan.FromMinutes(1), what);
    }

    [Fact]
    public async Task A_look_up_that_hangs_ends_with_the_budget_and_not_before()
    {
        await using var instances = await StartAsync();
        instances.Store.Before = _ => Task.Delay(Timeout.Infinite);

        var reply = instances.GetAsync(1, "me", instances.Stack.Emulator.IssueAccessToken("alice"));
        await instances.Stack.Time.TimerAsync(due => due <= Budget && due > Budget / 2);
        instances.Stack.Time.Advance(Budget - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, instances.Exchanges);
        instances.Stack.Time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(HttpStatusCode.OK, (await reply).Status);
    }

    [Fact]
    public async Task A_store_that_throws_is_not_asked_for_a_while_and_then_again_by_one()
    {
        await using var instances = await StartAsync();
        instances.Store.Before = _ => throw new InvalidOperationException("connection string with a password");
        foreach (var _ in Enumerable.Range(0, 10)) await CallAsync(instances, 1);
        var asked = instances.Store.Count(nameof(ITokenStore.GetAsync));

        instances.Stack.Time.Advance(TimeSpan.FromSeconds(5));
        await CallAsync(instances, 1);
        await CallAsync(instances, 1);
        Assert.Equal((3, 4), (asked, instances.Store.Count(nameof(ITokenStore.GetAsync))));
        instances.Store.Before = null;
        instances.Stack.Time.Advance(TimeSpan.FromSeconds(5));
        await CallAsync(instances, 1);
        await CallAsync(instances, 1);

        Assert.Equal(8, instances.Store.Count(nameof(ITokenStore.GetAsync)));
        Assert.Contains(_logs.GetSnapshot(), line => line is { Id.Id: 701 } && line.Message.Contains("at Get: InvalidOperationException (0 more", StringComparison.Ordinal));
        Assert.Single(_logs.GetSnapshot(), line => line.Id.Id == 702 && line.Level == LogLevel.Warning && line.Message.EndsWith("Requests", StringComparison.Ordinal));
        Assert.Single(_logs.GetSnapshot(), line => line.Id.Id == 703 && line.Message.EndsWith("Requests", StringComparison.Ordinal));
        Assert.DoesNotContain(_logs.GetSnapshot(), line => line.Message.Contains("password", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(nameof(ITokenStore.SetIfNewerAsync), true)]
    [InlineData(nameof(ITokenStore.SetIfNewerAsync), false)]
    public async Task A_store_that_takes_no_writes_is_still_read(string operation, bool hangs)
    {
        await using var instances = await StartAsync();
        var token = instances.Stack.Emulator.IssueAccessToken("alice");
        await instances.GetAsync(0, "me", token);
        await Eventually.TrueAsync(() => instances.Store.Entries.Count == 1);
        instances.Store.Before = asked => asked != operation ? Task.CompletedTask : hangs ? Task.Delay(Timeout.Infinite) : throw new InvalidOperationException("READONLY You can't write");

        foreach (var _ in Enumerable.Range(0, 10)) await CallAsync(instances, 1);
        await instances.GetAsync(1, "me", token);

        Assert.Equal(11, instances.Exchanges);
    }

    [Fact]
    public async Task A_driver_that_blocks_its_thread_holds_a_few_and_not_one_for_each_request()
    {
        using var never = new ManualResetEventSlim();
        var blocked = 0;
        await using var instances = await StartAsync();
        instances.Store.Before = operation =>
        {
            if (operation != nameof(ITokenStore.GetAsync)) return Task.CompletedTask;
            Interlocked.Increment(ref blocked);
            never.Wait();
            return Task.CompletedTask;
        };

        var replies = Enumerable.Range(0, 60).Select(_ => CallAsync(instances, 1)).ToArray();
        await Eventually.TrueAsync(() =>
        {
            instances.Stack.Time.Advance(TimeSpan.FromMilliseconds(10));
            return replies.All(reply => reply.IsCompleted);
        });
        never.Set();

        Assert.Equal(60, instances.Exchanges);
        Assert.InRange(blocked, 1, 16);
    }

    private static async Task CallAsync(Instances instances, int instance) =>
        Assert.Equal(HttpStatusCode.OK, (await instances.GetAsync(instance, "me", instances.Stack.Emulator.IssueAccessToken("bob"))).Status);

    /// <summary>With purges known already, and nothing logged but by the second instance.</summary>
    private async Task<Instances> StartAsync()
    {
        var instances = await Instances.StartAsync(configure: Collect);
        await Eventually.TrueAsync(() => instances.Store.Count(nameof(ICoordinatingTokenStore.GetMarksAsync)) >= 2);
        return instances;
    }

    private void Collect(AppSetup setup) => setup.Logging.AddProvider(new FakeLoggerProvider(_logs));
}
