using System.Collections.Concurrent;
using System.Net;
using EntraEmulator.Faults;
using FunctionsObo.OnBehalfOf;
using TestSupport;

namespace FunctionsObo.Tests.OnBehalfOf;

public sealed class SingleFlightTests
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task A32_two_hundred_concurrent_first_calls_of_one_user_make_one_exchange()
    {
        await using var stack = await Stack.StartAsync();
        var token = stack.Emulator.IssueAccessToken("alice");
        stack.Emulator.Faults.Enqueue(new Fault { DelayMs = (int)Delay.TotalMilliseconds, Times = 0 });

        var calls = Enumerable.Range(0, 200).Select(_ => stack.SendAsync(HttpMethod.Get, "me", token)).ToArray();
        await Eventually.TrueAsync(() => stack.Emulator.Stats.Snapshot().Exchanges() == 1);
        stack.Time.Advance(Delay);

        Assert.All(await Task.WhenAll(calls), reply => Assert.Equal(HttpStatusCode.OK, reply.Status));
        Assert.Equal(1, stack.Emulator.Stats.Snapshot().Exchanges("alice", "graph"));
    }

    [Fact]
    public async Task Different_users_and_apis_do_not_wait_for_each_other()
    {
        await using var stack = await Stack.StartAsync();
        stack.Emulator.Faults.Enqueue(new Fault { User = "alice", Scope = "graph", Hang = true });

        var hanging = stack.GetAsync("me", "alice");
        await Eventually.TrueAsync(() => stack.Emulator.Stats.Snapshot().Exchanges() == 1);

        Assert.Equal(HttpStatusCode.OK, (await stack.GetAsync("orders", "alice")).Status);
        Assert.Equal(HttpStatusCode.OK, (await stack.GetAsync("me", "bob")).Status);
        Assert.False(hanging.IsCompleted);
        stack.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await hanging).Status);
    }

    [Fact]
    public async Task A37_a_caller_that_leaves_does_not_take_the_others_along()
    {
        await using var stack = await Stack.StartAsync();
        var token = stack.Emulator.IssueAccessToken("alice");
        stack.Emulator.Faults.Enqueue(new Fault { DelayMs = (int)Delay.TotalMilliseconds });
        using var leaving = new CancellationTokenSource();

        using var request = new HttpRequestMessage(HttpMethod.Get, "me");
        request.Headers.Authorization = new("Bearer", token);
        var first = stack.Http.SendAsync(request, leaving.Token);
        await Eventually.TrueAsync(() => stack.Emulator.Stats.Snapshot().Exchanges() == 1);
        var second = stack.SendAsync(HttpMethod.Get, "me", token);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        stack.Time.Advance(Delay);

        Assert.Equal(HttpStatusCode.OK, (await second).Status);
        Assert.Equal(1, stack.Emulator.Stats.Snapshot().Exchanges());
    }

    [Fact]
    public async Task A_failed_flight_fails_its_waiters_once_and_is_not_remembered()
    {
        await using var stack = await Stack.StartAsync();
        var token = stack.Emulator.IssueAccessToken("alice");
        stack.Emulator.Faults.Enqueue(new Fault { Status = 500 });

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await stack.SendAsync(HttpMethod.Get, "me", token)).Status);
        Assert.Equal(HttpStatusCode.OK, (await stack.SendAsync(HttpMethod.Get, "me", token)).Status);
    }

    [Fact]
    public async Task Work_ends_at_its_own_deadline()
    {
        var time = new ManualTime();
        var flights = new SingleFlight<string, int>(TimeSpan.FromSeconds(30), time);
        var started = new TaskCompletionSource();

        var (flight, joined) = flights.Join("key", async deadline =>
        {
            started.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, deadline);
            return 1;
        }, CancellationToken.None);
        await started.Task;
        time.Advance(TimeSpan.FromSeconds(30));

        Assert.False(joined);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flight);
    }

    [Fact]
    public async Task The_work_knows_nothing_of_the_request_that_started_it()
    {
        var ambient = new AsyncLocal<string> { Value = "the first caller" };
        var flights = new SingleFlight<string, bool>(TimeSpan.FromSeconds(30), TimeProvider.System);

        var (flight, _) = flights.Join("key", _ => Task.FromResult(ambient.Value is null), CancellationToken.None);

        Assert.True(await flight);
    }

    [Fact]
    public async Task A_failure_that_nobody_waits_for_is_no_unobserved_exception()
    {
        var unobserved = new ConcurrentBag<Exception>();
        EventHandler<UnobservedTaskExceptionEventArgs> note = (_, failure) => unobserved.Add(failure.Exception.Flatten().InnerExceptions[0]);
        TaskScheduler.UnobservedTaskException += note;
        try
        {
            await AbandonAsync();
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= note;
        }

        Assert.DoesNotContain(unobserved, failure => failure is AbandonedException);
    }

    /// <summary>In a method of its own, so that nothing holds the flight any more.</summary>
    private static async Task AbandonAsync()
    {
        var flights = new SingleFlight<string, int>(TimeSpan.FromSeconds(30), TimeProvider.System);
        var gate = new TaskCompletionSource();
        using var leaving = new CancellationTokenSource();
        var (flight, _) = flights.Join("key", async _ =>
        {
            await gate.Task;
            throw new AbandonedException();
        }, leaving.Token);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flight);

        gate.SetResult();
        var (next, joined) = (Task.FromResult(0), true);
        while (joined) // until the abandoned one has ended
        {
            (next, joined) = flights.Join("key", _ => Task.FromResult(0), CancellationToken.None);
            await next.ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private sealed class AbandonedException : Exception;
}
