using System.Diagnostics;

namespace DevStack.Traces;

/// <summary>The spans of one trace up to now, and whether some have not ended yet.</summary>
internal sealed class OpenTrace
{
    private readonly Lock _gate = new();
    private readonly List<Activity> _ended = [];
    private int _running;

    /// <summary>Those that have ended, in the order of their ends.</summary>
    public IReadOnlyList<Activity> Spans
    {
        get
        {
            lock (_gate) return [.. _ended];
        }
    }

    public void Begin()
    {
        lock (_gate) _running++;
    }

    /// <returns>Whether it was the last one.</returns>
    public bool End(Activity span)
    {
        lock (_gate)
        {
            _ended.Add(span);
            return --_running == 0;
        }
    }
}
