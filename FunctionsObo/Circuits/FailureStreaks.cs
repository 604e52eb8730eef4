using FunctionsObo.Authentication;
using FunctionsObo.Caching;

namespace FunctionsObo.Circuits;

/// <summary>
/// The callers for whom nothing but failures has come lately. Only whoever has so many in a row waits, and makes one attempt
/// at a time afterwards until one is answered. Not safe for concurrent use.
/// </summary>
internal sealed class FailureStreaks(CircuitLimits limits, TimeProvider time)
{
    private const int MostCallers = 1000;

    private readonly BoundedCache<PrincipalId, Streak> _callers = new(MostCallers);

    /// <summary>Whether there is a caller with a failure.</summary>
    public bool Any => _callers.Count > 0;

    /// <summary>How long the caller has to wait from now; null for a caller who may go on, or make the one attempt.</summary>
    public TimeSpan? WaitOf(PrincipalId caller, long now)
    {
        if (!_callers.TryGet(caller, out var streak) || streak.Length < limits.Failures) return null;

        var rest = limits.Break - time.GetElapsedTime(streak.FailedAt, now);
        return rest > TimeSpan.Zero ? rest : streak.IsProbing ? CircuitLimits.ProbeWait : null;
    }

    /// <summary>Whether the attempt that the caller begins now is the one that is allowed after the wait.</summary>
    public bool BeginProbe(PrincipalId caller) =>
        _callers.TryGet(caller, out var streak) && streak.Length >= limits.Failures && (streak.IsProbing = true);

    public void EndProbe(PrincipalId caller)
    {
        if (_callers.TryGet(caller, out var streak)) streak.IsProbing = false;
    }

    /// <summary>One more failure of the caller.</summary>
    public void Lengthen(PrincipalId caller, long now)
    {
        var streak = Of(caller);
        streak.Length++;
        streak.FailedAt = now;
    }

    /// <summary>The caller waits now, however few the failures are.</summary>
    public void Suspend(PrincipalId caller, long now)
    {
        var streak = Of(caller);
        streak.Length = Math.Max(streak.Length, limits.Failures);
        streak.FailedAt = now;
    }

    /// <summary>The caller was answered.</summary>
    public void End(PrincipalId caller) => _callers.Remove(caller);

    public void Clear() => _callers.RemoveWhere((_, _) => true);

    private Streak Of(PrincipalId caller) => _callers.GetOrAdd(caller, _ => new Streak());

    private sealed class Streak
    {
        public int Length { get; set; }

        /// <summary>The timestamp of the latest failure.</summary>
        public long FailedAt { get; set; }

        public bool IsProbing { get; set; }
    }
}
