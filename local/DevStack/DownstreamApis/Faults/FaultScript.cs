namespace DevStack.DownstreamApis.Faults;

/// <summary>The faults to come, in the order given. A request takes the first one that matches it, once.</summary>
public sealed class FaultScript
{
    private readonly List<DownstreamFault> _pending = [];
    private readonly Lock _lock = new();

    /// <summary>A copy of what has not happened yet.</summary>
    public IReadOnlyList<DownstreamFault> Pending
    {
        get
        {
            lock (_lock)
                return [.. _pending];
        }
    }

    /// <summary>Puts faults at the end.</summary>
    /// <exception cref="ArgumentException">One of them contradicts itself; none is added.</exception>
    public void Add(params IReadOnlyCollection<DownstreamFault> faults)
    {
        if (faults.Select(FaultRules.ProblemWith).FirstOrDefault(problem => problem is not null) is { } first)
            throw new ArgumentException(first, nameof(faults));
        lock (_lock)
            _pending.AddRange(faults);
    }

    /// <summary>Forgets what has not happened yet.</summary>
    public void Clear()
    {
        lock (_lock)
            _pending.Clear();
    }

    internal DownstreamFault? Take(Predicate<DownstreamFault> isMeant)
    {
        lock (_lock)
        {
            var index = _pending.FindIndex(isMeant);
            if (index < 0)
                return null;
            var fault = _pending[index];
            if (fault.Times > 1)
                _pending[index] = fault with { Times = fault.Times - 1 };
            else
                _pending.RemoveAt(index);
            return fault;
        }
    }
}
