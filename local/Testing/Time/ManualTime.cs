using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsObo.Testing.Time;

/// <summary>A clock that stands until the test moves it, and that says who waits on it.</summary>
/// <param name="start">Where it stands at first; the system's time unless given, so that TLS certificates fit.</param>
public sealed class ManualTime(DateTimeOffset? start = null) : FakeTimeProvider(start ?? System.GetUtcNow())
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ITimer, (DateTimeOffset Due, StackTrace SetBy)> _due = [];
    private readonly List<(Predicate<TimeSpan> IsMeant, TaskCompletionSource Set)> _awaited = [];

    /// <summary>How far the wall clock is wrong; timestamps and timers do not notice.</summary>
    public TimeSpan WallClockError { get; set; }

    /// <summary>Who waits on this clock now; who is due first comes first.</summary>
    public IReadOnlyList<WaitingTimer> Waiting
    {
        get
        {
            lock (_gate)
            {
                var now = base.GetUtcNow();
                return [.. _due.Values.Where(one => one.Due > now).OrderBy(one => one.Due).Select(one => new WaitingTimer(one.Due, one.Due - now, Setter.Of(one.SetBy)))];
            }
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + WallClockError;

    /// <inheritdoc/>
    public override long GetTimestamp() => base.GetUtcNow().Ticks;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SeenTimer(this, base.CreateTimer(callback, state, dueTime, period));
        Note(timer, dueTime);
        return timer;
    }

    /// <summary>Waits until somebody waits on this clock: until a timer is set, or stands, that becomes due in such a time.</summary>
    /// <param name="isMeant">Whether a time until a timer is due is the one to wait for.</param>
    public Task TimerAsync(Predicate<TimeSpan> isMeant)
    {
        ArgumentNullException.ThrowIfNull(isMeant);
        lock (_gate)
        {
            var now = base.GetUtcNow();
            if (_due.Values.Any(one => one.Due > now && isMeant(one.Due - now))) return Task.CompletedTask;
            var set = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((isMeant, set));
            return set.Task;
        }
    }

    /// <summary>After the timer is set, never before: whoever waits for it moves the clock at once.</summary>
    private void Note(ITimer timer, TimeSpan dueTime)
    {
        var setBy = dueTime == Timeout.InfiniteTimeSpan ? null : new StackTrace(skipFrames: 2, fNeedFileInfo: false);
        lock (_gate)
        {
            _due.Remove(timer);
            if (setBy is null) return;
            _due.Add(timer, (base.GetUtcNow() + dueTime, setBy));
            _awaited.RemoveAll(awaited => awaited.IsMeant(dueTime) && awaited.Set.TrySetResult());
        }
    }

    private sealed class SeenTimer(ManualTime time, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var changed = timer.Change(dueTime, period);
            if (changed) time.Note(this, dueTime);
            return changed;
        }

        public void Dispose()
        {
            timer.Dispose();
            time.Note(this, Timeout.InfiniteTimeSpan);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
