namespace FunctionsObo;

/// <summary>
/// Time that only goes on: a wall clock that is set back or forward changes nothing that is measured by this. One for all, so that
/// its moments can be compared.
/// </summary>
internal sealed class MonotonicClock(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    /// <summary>The time since this clock was made.</summary>
    public TimeSpan Now => time.GetElapsedTime(_start);
}
