using FunctionsObo.PostgreSql;

namespace FunctionsObo.Tests.PostgreSql;

public sealed class OwnThreadsTests
{
    [Fact]
    public async Task Calls_hold_no_thread_of_the_pool_and_whoever_awaits_them_goes_on_there()
    {
        using var threads = new OwnThreads(1);
        using var attached = new ManualResetEventSlim();

        var call = threads.RunAsync(() => { attached.Wait(Some.Patience); return Thread.CurrentThread.IsThreadPoolThread; }, default);
        var next = call.ContinueWith(_ => Thread.CurrentThread.IsThreadPoolThread, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        attached.Set();

        Assert.False(await call);
        Assert.True(await next);
    }

    [Fact]
    public async Task A_call_that_nobody_waits_for_is_skipped_while_those_before_it_block()
    {
        using var threads = new OwnThreads(1);
        using var blocked = new ManualResetEventSlim();
        using var leave = new CancellationTokenSource();

        var first = threads.RunAsync(() => { blocked.Wait(Some.Patience); return 1; }, default);
        var left = threads.RunAsync<int>(() => throw new InvalidOperationException("It was made."), leave.Token);
        var last = threads.RunAsync(() => 3, default);
        await leave.CancelAsync();
        blocked.Set();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        Assert.Equal((1, 3), (await first, await last));
    }

    [Fact]
    public async Task More_calls_than_fit_fail_at_once()
    {
        using var threads = new OwnThreads(1);
        using var blocked = new ManualResetEventSlim();

        var first = threads.RunAsync(() => blocked.Wait(Some.Patience), default);
        Assert.Throws<InvalidOperationException>(() => { for (var i = 0; i < 2_000; i++) _ = threads.RunAsync(() => 0, default); });
        blocked.Set();

        Assert.True(await first);
    }
}
