namespace FunctionsObo.OnBehalfOf.Sharing;

/// <summary>How long one request may wait for the store, all its look-ups together.</summary>
/// <param name="Length">The whole of it.</param>
/// <param name="Clock">What it is measured by.</param>
internal sealed record StoreBudget(TimeSpan Length, MonotonicClock Clock)
{
    private readonly TimeSpan _end = Clock.Now + Length;

    /// <summary>What is left; nothing, or less, when it is over.</summary>
    public TimeSpan Left => _end - Clock.Now;

    /// <summary>Another one, from now on.</summary>
    public StoreBudget Anew() => new(Length, Clock);
}
