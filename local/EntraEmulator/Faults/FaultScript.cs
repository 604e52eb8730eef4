using EntraEmulator.Errors;

namespace EntraEmulator.Faults;

/// <summary>
/// The scripted answers of an emulator. Of those that fit a request the first with a count is played, else the first that is for always.
/// Safe for concurrent use.
/// </summary>
public sealed class FaultScript
{
    private readonly Lock _changing = new();
    private readonly List<Entry> _entries = [];

    internal FaultScript()
    {
    }

    /// <value>The faults still to come, each with the number of requests that it is still for.</value>
    public IReadOnlyList<Fault> Pending
    {
        get
        {
            lock (_changing) return [.. _entries.Select(entry => entry.Fault with { Times = entry.Left })];
        }
    }

    /// <summary>Adds a fault behind those that are there.</summary>
    /// <exception cref="DevRequestException">The fault contradicts itself.</exception>
    public void Enqueue(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        FaultCheck.Check(fault);
        lock (_changing) _entries.Add(new Entry(fault));
    }

    /// <summary>Forgets every fault. Answers that are being delayed stay so.</summary>
    public void Clear()
    {
        lock (_changing) _entries.Clear();
    }

    internal Fault? Take(FaultSubject subject)
    {
        lock (_changing)
        {
            var entry = _entries.Find(one => one.Left > 0 && subject.Fits(one.Fault)) ?? _entries.Find(one => subject.Fits(one.Fault));
            if (entry is null) return null;
            if (entry.Left > 0 && --entry.Left == 0) _entries.Remove(entry);
            return entry.Fault;
        }
    }

    private sealed class Entry(Fault fault)
    {
        public Fault Fault { get; } = fault;

        // 0 from the start means for ever; a counted entry is removed when it gets there.
        public int Left { get; set; } = fault.Times;
    }
}
