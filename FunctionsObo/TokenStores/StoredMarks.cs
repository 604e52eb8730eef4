namespace FunctionsObo.TokenStores;

/// <summary>Marks, in the order in which they became visible.</summary>
/// <param name="marks">The marks.</param>
/// <param name="position">Where to go on from.</param>
public sealed class StoredMarks(IReadOnlyList<StoredMark> marks, long position)
{
    /// <summary>The marks.</summary>
    public IReadOnlyList<StoredMark> Marks { get; } = marks;

    /// <summary>Where to go on from.</summary>
    public long Position { get; } = position;
}

/// <summary>A purge of a user or an API.</summary>
/// <param name="subject">Whom or what it is about.</param>
/// <param name="at">When it was written, by the store's clock.</param>
public sealed class StoredMark(StorePlace subject, DateTimeOffset at)
{
    /// <summary>Whom or what it is about.</summary>
    public StorePlace Subject { get; } = subject;

    /// <summary>When it was written, by the store's clock.</summary>
    public DateTimeOffset At { get; } = at;
}
