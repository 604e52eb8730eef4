using System.Net;
using FunctionsHost.InProcess;
using FunctionsObo.OnBehalfOf;
using FunctionsObo.OnBehalfOf.LongRunning;
using FunctionsObo.TokenStores;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using TestSupport;
using TestSupport.Stores;
using static FunctionsObo.Tests.OnBehalfOf.Targets;

namespace FunctionsObo.Tests.OnBehalfOf.LongRunning;

/// <summary>A store in trouble: sessions wait for it, and none is lost.</summary>
public sealed class SessionStoreTroubleTests
{
    private readonly FakeLogCollector _logs = FakeLogCollector.Create(new FakeLogCollectorOptions());

    [Theory]
    [InlineData("Get", false)]
    [InlineData("Get", true)]
    [InlineData("", true)]
    public async Task A_session_that_cannot_be_read_fails_within_its_budget_and_goes_on_later(string operation, bool hangs)
    {
        await using var instances = await StartAsync();
        var key = await instances.StartSessionAsync(0);
        instances.Store.Before = asked => !asked.StartsWith(operation, StringComparison.Ordinal) ? Task.CompletedTask : hangs ? Task.Delay(Timeout.Infinite) : throw new InvalidOperationException("a password");
        if (!hangs) instances.Stack.Time.Advance(TimeSpan.FromMinutes(2)); // whose purges are then not known

        var began = instances.Stack.Time.GetUtcNow();
        await instances.AssertUnavailableAsync(() => instances.ContinueAsync(1, key, Graph));
        Assert.InRange(instances.Stack.Time.GetUtcNow() - began, TimeSpan.Zero, TimeSpan.FromSeconds(2.1));
        instances.Store.Before = null;

        instances.Stack.Time.Advance(TimeSpan.FromSeconds(5));
        await Eventually.TrueAsync(async () => await ContinuesAsync(instances, key));
        Assert.DoesNotContain(_logs.GetSnapshot(), line => line.Message.Contains("password", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_store_that_keeps_failing_is_not_asked_for_sessions_for_a_while()
    {
        await using var instances = await StartAsync();
        var key = await instances.StartSessionAsync(0);
        instances.Store.Before = operation => operation == nameof(ICoordinatingTokenStore.GetSessionAsync) ? throw new InvalidOperationException() : Task.CompletedTask;

        for (var i = 0; i < 10; i++) await instances.AssertUnavailableAsync(() => instances.ContinueAsync(1, key, Graph));

        Assert.Equal(3, instances.Store.Count(nameof(ICoordinatingTokenStore.GetSessionAsync)));
        Assert.Single(_logs.GetSnapshot(), line => line.Id.Id == 702 && line.Message.EndsWith("Sessions", StringComparison.Ordinal));
        Assert.Contains(_logs.GetSnapshot(), line => line.Id.Id == 701 && line.Message.EndsWith("Long-running sessions need it", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, (await instances.GetAsync(1, "me", instances.Stack.Emulator.IssueAccessToken("alice"))).Status);
    }

    [Fact]
    public async Task A_session_that_cannot_be_stopped_says_so_and_can_be_stopped_later()
    {
        await using var instances = await StartAsync();
        var key = await instances.StartSessionAsync(0);
        instances.Store.Before = operation =>
            operation is nameof(ICoordinatingTokenStore.RemoveSessionAsync) or nameof(ICoordinatingTokenStore.AddMarkAsync) ? throw new InvalidOperationException() : Task.CompletedTask;

        await instances.AssertUnavailableAsync(() => instances.StopAsync(1, key));
        await instances.ContinueAsync(0, key, Graph);
        await instances.AssertUnavailableAsync(() => instances.Get<LongRunningTokens>(1).StopAllAsync(WellKnown.ContosoTenantId, WellKnown.AliceObjectId, CancellationToken.None));
        await instances.AssertUnknownAsync(1, key, Graph); // here it counts at once
        await instances.ContinueAsync(0, key, Graph);
        instances.Store.Before = null;
        await instances.StopAsync(1, key);

        await instances.AssertUnknownAsync(0, key, Graph);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sessions_without_a_store_for_them_are_in_memory_and_the_log_says_so_once_they_are_used(bool hasPlainCache)
    {
        await using var instances = await Instances.StartAsync(store => hasPlainCache ? new EntriesOnly(store) : store, Collect);
        Assert.DoesNotContain(_logs.GetSnapshot(), line => line.Id.Id == 407);

        var key = await instances.StartSessionAsync(0);
        await instances.ContinueAsync(0, key, Graph);

        Assert.Equal(hasPlainCache ? 1 : 0, _logs.GetSnapshot().Count(line => line is { Id.Id: 407, Level: LogLevel.Warning }));
        Assert.Equal(hasPlainCache ? 1 : 0, instances.Get<LocalSessions>(0).Count);
        Assert.Equal(hasPlainCache, instances.Store.Sessions.IsEmpty);
    }

    private static async Task<bool> ContinuesAsync(Instances instances, string key)
    {
        try
        {
            await instances.ContinueAsync(1, key, Graph);
            return true;
        }
        catch (OboException waiting) when (waiting.Failure == OboFailure.SessionsUnavailable)
        {
            instances.Stack.Time.Advance(TimeSpan.FromSeconds(1));
            return false;
        }
    }

    /// <summary>With purges known already.</summary>
    private async Task<Instances> StartAsync()
    {
        var instances = await Instances.StartAsync(configure: Collect);
        await Eventually.TrueAsync(() => instances.Store.Count(nameof(ICoordinatingTokenStore.GetMarksAsync)) >= 2);
        return instances;
    }

    private void Collect(AppSetup setup) => setup.Logging.AddProvider(new FakeLoggerProvider(_logs));
}
