using FunctionsObo.Authentication;

namespace FunctionsObo.Circuits;

/// <summary>
/// Whose failure is it? An endpoint that fails for one caller is not asked for that caller; one that fails for many is asked for nobody, until
/// one attempt at a time finds it answering again. The rules are the table in docs/architecture.md. Safe for concurrent use.
/// </summary>
/// <param name="limits">When it opens, and for how long.</param>
/// <param name="time">Its timestamps are what is measured by, so that no wall clock opens or closes anything.</param>
internal sealed class Circuit(CircuitLimits limits, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly CallerWindow _window = new(limits.Window, time);
    private readonly FailureStreaks _streaks = new(limits, time);

    /// <summary>Whose tries have failed since it opened.</summary>
    private readonly HashSet<PrincipalId> _failedProbes = [];

    private long _openedAt;
    private bool _isProbing;
    private volatile bool _isOpen;

    /// <summary>Whether anybody may have to wait; as long as nobody has, entering takes no lock.</summary>
    private volatile bool _isAlert;

    /// <summary>Counts the closings: a failure that began before one is of an outage that is over.</summary>
    private volatile int _closings;

    /// <summary>Whether it has opened, and no attempt was answered since.</summary>
    public bool IsOpen => _isOpen;

    /// <summary>Asks to make an attempt; whoever may has to <see cref="Leave"/> afterwards, however it ends.</summary>
    /// <param name="caller">For whom.</param>
    /// <param name="attempt">The attempt.</param>
    /// <param name="wait">How long the caller has to wait, if it may not be made.</param>
    public bool TryEnter(PrincipalId caller, out Attempt attempt, out TimeSpan wait)
    {
        attempt = new Attempt(_closings, IsProbe: false, IsCallersProbe: false);
        wait = TimeSpan.Zero;
        if (!_isAlert) return true;

        lock (_gate)
        {
            var now = time.GetTimestamp();
            if ((_streaks.WaitOf(caller, now) ?? Wait(now)) is { } refused)
            {
                wait = refused;
                return false;
            }

            attempt = new Attempt(_closings, IsProbe: _isProbing = _isOpen, IsCallersProbe: _streaks.BeginProbe(caller));
            return true;
        }
    }

    /// <summary>The attempt has ended.</summary>
    /// <returns>What it changed for everybody.</returns>
    public CircuitChange Leave(PrincipalId caller, in Attempt attempt, AttemptEnding ending)
    {
        lock (_gate)
        {
            if (attempt.IsProbe) _isProbing = false;
            if (attempt.IsCallersProbe) _streaks.EndProbe(caller);
            var change = ending switch
            {
                AttemptEnding.Answered => Answered(caller, attempt),
                AttemptEnding.Failed when attempt.Closings == _closings => Failed(caller, attempt, time.GetTimestamp()),
                _ => CircuitChange.None,
            };
            _isAlert = _isOpen || _streaks.Any;
            return change;
        }
    }

    /// <summary>How long everybody has to wait; null for nobody, or for the one who may try.</summary>
    private TimeSpan? Wait(long now)
    {
        if (!_isOpen) return null;

        var rest = limits.Break - time.GetElapsedTime(_openedAt, now);
        return rest > TimeSpan.Zero ? rest : _isProbing ? CircuitLimits.ProbeWait : null;
    }

    private CircuitChange Answered(PrincipalId caller, in Attempt attempt)
    {
        if (attempt.IsProbe)
        {
            Close();
            return CircuitChange.Closed;
        }

        if (_isAlert) _streaks.End(caller);
        if (!_isOpen) _window.Note(caller, failed: false, time.GetTimestamp());
        return CircuitChange.None;
    }

    private CircuitChange Failed(PrincipalId caller, in Attempt attempt, long now)
    {
        _streaks.Lengthen(caller, now);
        if (attempt.IsProbe) ProbeFailed(caller, now);
        if (_isOpen) return CircuitChange.None;

        _window.Note(caller, failed: true, now);
        if (_window.Failing < limits.Failures || _window.Failing < limits.Ratio * _window.Count) return CircuitChange.None;

        (_isOpen, _openedAt) = (true, now);
        return CircuitChange.Opened;
    }

    /// <summary>It may be this caller's own trouble: others try meanwhile, and only when as many as open it have failed does everybody wait again.</summary>
    private void ProbeFailed(PrincipalId caller, long now)
    {
        _streaks.Suspend(caller, now);
        if (!_failedProbes.Add(caller) || _failedProbes.Count < limits.Failures) return;

        _failedProbes.Clear();
        _openedAt = now;
    }

    private void Close()
    {
        _isOpen = false;
        _closings++;
        _failedProbes.Clear();
        _window.Clear();
        _streaks.Clear();
    }
}

/// <summary>An attempt under way.</summary>
/// <param name="Closings">How often the circuit had closed when it began.</param>
/// <param name="IsProbe">Whether everybody waits for how it ends.</param>
/// <param name="IsCallersProbe">Whether its caller's other attempts wait for how it ends.</param>
internal readonly record struct Attempt(int Closings, bool IsProbe, bool IsCallersProbe);

/// <summary>What the end of an attempt changed.</summary>
internal enum CircuitChange
{
    None,
    Opened,
    Closed,
}
