using FunctionsObo.Tool.Cloud;

namespace FunctionsObo.Tests.Tool.Registering;

/// <summary>A clock on which nobody waits: every timer is due at once, but for the limit of a request, which ends when the test says so.</summary>
internal sealed class RushedTime : TimeProvider
{
    private readonly List<ITimer> _limits = [];
    private readonly Lock _gate = new();
    private TimeSpan _ahead;

    /// <summary>How long was waited for, all together.</summary>
    public TimeSpan Waited { get; private set; }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _ahead;

    public void Advance(TimeSpan by) => _ahead += by;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            var isLimit = dueTime == RequestTimeout.Limit;
            if (!isLimit) Waited += dueTime;
            var timer = System.CreateTimer(callback, state, isLimit ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            if (isLimit) _limits.Add(timer);
            return timer;
        }
    }

    /// <summary>Ends every request that is under way.</summary>
    public void EndRequests()
    {
        lock (_gate)
        {
            foreach (var limit in _limits) limit.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}
