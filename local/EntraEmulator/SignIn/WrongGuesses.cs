namespace EntraEmulator.SignIn;

/// <summary>Wrong codes that were typed lately: after too many none is looked up for a minute, so that nobody guesses one.</summary>
internal sealed class WrongGuesses(TimeProvider time)
{
    private const int Most = 50;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private DateTimeOffset _since;
    private int _count;

    public bool AreTooMany
    {
        get
        {
            lock (_gate) return _count >= Most && time.GetUtcNow() - _since < Window;
        }
    }

    public void Count()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (now - _since >= Window) (_since, _count) = (now, 0);
            _count++;
        }
    }
}
