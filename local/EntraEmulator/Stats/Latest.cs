namespace EntraEmulator.Stats;

/// <summary>The last things that came, for a developer to look at.</summary>
/// <param name="limit">How many.</param>
internal sealed class Latest<T>(int limit)
{
    private readonly Queue<T> _all = new();
    private readonly Lock _lock = new();

    /// <summary>A copy of what is remembered, newest first.</summary>
    public IReadOnlyList<T> Newest
    {
        get
        {
            lock (_lock) return [.. _all.Reverse()];
        }
    }

    /// <summary>Forgets all of them.</summary>
    public void Clear()
    {
        lock (_lock) _all.Clear();
    }

    public void Add(T one)
    {
        lock (_lock)
        {
            _all.Enqueue(one);
            if (_all.Count > limit) _all.Dequeue();
        }
    }
}
