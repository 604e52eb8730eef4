using FunctionsObo.Authentication;

namespace FunctionsObo.Circuits;

/// <summary>
/// The callers of the last while, each of them once, with how their latest attempt ended. Bounded: the latest thousand callers stand for all.
/// A caller who comes back allocates nothing. Not safe for concurrent use.
/// </summary>
/// <param name="length">How long an attempt counts.</param>
/// <param name="time">The clock of the timestamps.</param>
internal sealed class CallerWindow(TimeSpan length, TimeProvider time)
{
    private const int MostCallers = 1000; // about 130 KB

    private readonly Dictionary<PrincipalId, LinkedListNode<Latest>> _callers = [];
    private readonly LinkedList<Latest> _oldestFirst = new();

    /// <summary>How many callers there are.</summary>
    public int Count => _callers.Count;

    /// <summary>How many callers' latest attempt failed.</summary>
    public int Failing { get; private set; }

    /// <summary>A caller's attempt has ended.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="failed">Whether the endpoint failed.</param>
    /// <param name="now">The timestamp of now.</param>
    public void Note(PrincipalId caller, bool failed, long now)
    {
        var place = DropOld(now);
        if (_callers.TryGetValue(caller, out var known)) TakeOut(place = known);
        else _callers.Add(caller, place ??= new LinkedListNode<Latest>(default));

        place.Value = new Latest(caller, failed, now);
        _oldestFirst.AddLast(place);
        if (failed) Failing++;
    }

    public void Clear()
    {
        _callers.Clear();
        _oldestFirst.Clear();
        Failing = 0;
    }

    /// <returns>A place that has become free; null for none.</returns>
    private LinkedListNode<Latest>? DropOld(long now)
    {
        LinkedListNode<Latest>? free = null;
        while (_oldestFirst.First is { } oldest && (Count == MostCallers || time.GetElapsedTime(oldest.ValueRef.At, now) > length))
        {
            TakeOut(free = oldest);
            _callers.Remove(free.ValueRef.Caller);
        }

        return free;
    }

    private void TakeOut(LinkedListNode<Latest> place)
    {
        if (place.ValueRef.Failed) Failing--;
        _oldestFirst.Remove(place);
    }

    private readonly record struct Latest(PrincipalId Caller, bool Failed, long At);
}
