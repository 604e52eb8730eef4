namespace FunctionsObo.TokenStores;

/// <summary>How a call of the store ended.</summary>
/// <param name="Ending">How.</param>
/// <param name="Value">What it answered, if it did.</param>
internal readonly record struct StoreAnswer<T>(StoreEnding Ending, T? Value)
{
    /// <summary>Whether the store did what it was asked to.</summary>
    public bool Arrived => Ending == StoreEnding.Answered;
}

/// <summary>How calls of the store end, for metrics.</summary>
internal enum StoreEnding
{
    /// <summary>It answered.</summary>
    Answered,

    /// <summary>Not within the budget; the call may still be under way.</summary>
    TimedOut,

    /// <summary>By an exception.</summary>
    Failed,

    /// <summary>It was not asked, as it has kept failing.</summary>
    CircuitOpen,

    /// <summary>It was not asked, as too many calls are under way.</summary>
    Busy,
}
