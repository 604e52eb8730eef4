namespace FunctionsObo.TokenStores;

/// <summary>
/// Stops asking a store that fails again and again; after a while one call at a time tries it. It is one store for all callers, so that it needs no more than a count. Safe for concurrent use.
/// </summary>
/// <param name="length">How long nobody asks.</param>
/// <param name="time">Its timestamps are what is measured by.</param>
internal sealed class StoreCircuit(TimeSpan length, TimeProvider time)
{
    /// <summary>One may be a restart of a connection, two a coincidence; each of them makes somebody wait.</summary>
    private const int MostFailures = 3;

    private readonly Lock _gate = new();
    private int _failures;
    private long _openedAt;
    private bool _isProbing;

    public bool IsOpen
    {
        get { lock (_gate) return _failures >= MostFailures; }
    }

    /// <summary>Asks to make a call. Whoever may has to <see cref="Leave"/> afterwards.</summary>
    /// <param name="isProbe">Whether everybody else waits for how it ends.</param>
    public bool TryEnter(out bool isProbe)
    {
        lock (_gate)
        {
            isProbe = _failures >= MostFailures;
            if (!isProbe) return true;
            if (_isProbing || time.GetElapsedTime(_openedAt) < length) return false;
            return _isProbing = true;
        }
    }

    /// <summary>The call has ended.</summary>
    /// <param name="isProbe">What <see cref="TryEnter"/> said.</param>
    /// <param name="succeeded">Whether the store answered; null when it was not asked.</param>
    /// <returns>Whether it is open now, if that has changed; null if not.</returns>
    public bool? Leave(bool isProbe, bool? succeeded)
    {
        lock (_gate)
        {
            if (isProbe) _isProbing = false;
            if (succeeded is not { } answered) return null;

            var wasOpen = _failures >= MostFailures;
            _failures = answered ? 0 : Math.Min(_failures + 1, MostFailures);
            var isOpen = _failures >= MostFailures;
            if (isOpen) _openedAt = time.GetTimestamp();
            return isOpen == wasOpen ? null : isOpen;
        }
    }
}
