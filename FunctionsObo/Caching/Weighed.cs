namespace FunctionsObo.Caching;

/// <summary>A value with its weight, which can be taken once.</summary>
internal sealed class Weighed<TValue>(TValue value, long weight)
{
    private long _weight = weight;

    public TValue Value => value;

    public long Weight => Interlocked.Read(ref _weight);

    /// <returns>The weight, the first time; 0 from then on.</returns>
    public long TakeWeight() => Interlocked.Exchange(ref _weight, 0);
}

/// <summary>
/// How many entries there are and what they weigh together. An entry counts from <see cref="Enter"/> to the first
/// <see cref="Leave"/>, however many see it leave.
/// </summary>
internal sealed class WeightSum<TValue>
{
    private long _weight;
    private int _count;

    public long Weight => Interlocked.Read(ref _weight);

    public int Count => Volatile.Read(ref _count);

    public void Enter(Weighed<TValue> entry)
    {
        Interlocked.Add(ref _weight, entry.Weight);
        Interlocked.Increment(ref _count);
    }

    public void Leave(Weighed<TValue> entry)
    {
        if (entry.TakeWeight() is not (> 0 and var weight)) return;
        Interlocked.Add(ref _weight, -weight);
        Interlocked.Decrement(ref _count);
    }
}
