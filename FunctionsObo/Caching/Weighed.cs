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
