using TestSupport;

namespace Local.Tests.TestSupport;

public sealed class ManualTimeTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task It_says_when_somebody_waits_for_such_a_time()
    {
        var asked = _time.TimerAsync(due => due == TimeSpan.FromSeconds(7));
        using var other = new CancellationTokenSource(TimeSpan.FromSeconds(5), _time);
        Assert.False(asked.IsCompleted);

        var waiting = Task.Delay(TimeSpan.FromSeconds(7), _time);
        await asked;
        _time.Advance(TimeSpan.FromSeconds(5));
        await _time.TimerAsync(due => due == TimeSpan.FromSeconds(2));
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(2));

        await waiting;
        Assert.False(_time.TimerAsync(_ => true).IsCompleted);
    }

    [Fact]
    public async Task A_wall_clock_that_is_set_back_moves_neither_timestamps_nor_timers()
    {
        var (wallClock, timestamp) = (_time.GetUtcNow(), _time.GetTimestamp());
        using var before = new CancellationTokenSource(TimeSpan.FromSeconds(2), _time);
        _time.WallClockError = TimeSpan.FromHours(-1);
        var after = Task.Delay(TimeSpan.FromSeconds(2), _time);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(wallClock.AddHours(-1).AddSeconds(1), _time.GetUtcNow());
        Assert.Equal(TimeSpan.FromSeconds(1), _time.GetElapsedTime(timestamp));
        Assert.False(after.IsCompleted || before.IsCancellationRequested);
        _time.Advance(TimeSpan.FromSeconds(1));

        await after;
        Assert.True(before.IsCancellationRequested);
    }
}
