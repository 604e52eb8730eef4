using FunctionsObo.OnBehalfOf.LongRunning;
using FunctionsObo.TokenStores;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using TestSupport;
using TestSupport.Stores;
using static FunctionsObo.Tests.OnBehalfOf.Targets;

namespace FunctionsObo.Tests.OnBehalfOf.LongRunning;

/// <summary>A store that takes no sessions.</summary>
public sealed class SessionWriteTroubleTests
{
    private readonly FakeLogCollector _logs = FakeLogCollector.Create(new FakeLogCollectorOptions());

    [Theory]
    [InlineData(nameof(ICoordinatingTokenStore.CompareAndSetSessionAsync))]
    [InlineData(nameof(ICoordinatingTokenStore.GetMarksAsync))]
    public async Task A_session_that_cannot_be_written_does_not_start_and_nothing_is_asked_of_the_identity_platform_that_need_not(string operation)
    {
        await using var instances = await StartAsync();
        instances.Store.Before = asked => asked == operation ? throw new InvalidOperationException() : Task.CompletedTask;
        instances.Stack.Time.Advance(TimeSpan.FromMinutes(2));

        await instances.AssertUnavailableAsync(() => instances.StartSessionAsync(1));

        Assert.Equal(operation == nameof(ICoordinatingTokenStore.GetMarksAsync) ? 0 : 1, instances.Exchanges);
        Assert.Empty(instances.Store.Sessions);
    }

    [Fact]
    public async Task A_session_whose_write_arrives_though_nobody_waited_any_more_is_removed()
    {
        await using var instances = await StartAsync();
        var arrives = new TaskCompletionSource();
        instances.Store.Before = operation => operation == nameof(ICoordinatingTokenStore.CompareAndSetSessionAsync) ? arrives.Task : Task.CompletedTask;
        using var leaving = new CancellationTokenSource();

        var start = instances.Get<LongRunningTokens>(1).StartAsync(await instances.CallerAsync(1, "alice"), Graph, leaving.Token);
        await Eventually.TrueAsync(() => instances.Store.Count(nameof(ICoordinatingTokenStore.CompareAndSetSessionAsync)) == 1);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
        await Eventually.TrueAsync(() => instances.Store.Count(nameof(ICoordinatingTokenStore.RemoveSessionAsync)) == 1);
        arrives.SetResult();

        await Eventually.TrueAsync(() => instances.Store.Count(nameof(ICoordinatingTokenStore.RemoveSessionAsync)) == 2);
        await Eventually.TrueAsync(() => instances.Store.Sessions.IsEmpty);
    }

    /// <summary>Entra does not revoke a refresh token when it gives a newer one.</summary>
    [Fact]
    public async Task A_refresh_that_cannot_be_written_gives_its_token_and_the_session_goes_on_with_the_one_before()
    {
        await using var instances = await StartAsync();
        var writes = instances.Stack.Measure<long>("functionsobo.sessions.writes");
        var key = await instances.StartSessionAsync(0);
        instances.Store.Before = operation => operation == nameof(ICoordinatingTokenStore.CompareAndSetSessionAsync) ? throw new InvalidOperationException("READONLY") : Task.CompletedTask;

        await instances.ContinueAsync(0, key, Orders);
        await instances.ContinueAsync(0, key, Orders);
        Assert.Equal((2, 2), (instances.Refreshes(), writes.Count("outcome", "Failed")));
        Assert.Single(_logs.GetSnapshot(), line => line is { Id.Id: 408, Level: LogLevel.Warning });
        instances.Store.Before = null;
        foreach (var instance in new[] { 0, 1 }) await instances.ContinueAsync(instance, key, Orders);

        Assert.Equal((3, 2), (instances.Refreshes(), writes.Count("outcome", "Written")));
    }

    private Task<Instances> StartAsync() => Instances.StartAsync(configure: setup => setup.Logging.AddProvider(new FakeLoggerProvider(_logs)));
}
