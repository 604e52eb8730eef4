namespace TestSupport.Stores;

/// <summary>A clock that is ahead of another one, or behind it. Timers and timestamps are right.</summary>
/// <param name="ahead">By how much.</param>
/// <param name="right">The other one.</param>
internal sealed class WrongClock(TimeSpan ahead, TimeProvider right) : TimeProvider
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(30);

    /// <summary>Half a minute slow, right, or half a minute fast: those of several processes differ by up to a minute.</summary>
    public static WrongClock OfThisProcess() => new(Most * ((Environment.ProcessId % 3) - 1), System);

    /// <inheritdoc/>
    public override long TimestampFrequency => right.TimestampFrequency;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => right.LocalTimeZone;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => right.GetUtcNow() + ahead;

    /// <inheritdoc/>
    public override long GetTimestamp() => right.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => right.CreateTimer(callback, state, dueTime, period);
}
