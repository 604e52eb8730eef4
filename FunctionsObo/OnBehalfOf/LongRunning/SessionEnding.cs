namespace FunctionsObo.OnBehalfOf.LongRunning;

/// <summary>How a look-up of a session in the shared store ends, for metrics.</summary>
internal enum SessionEnding
{
    /// <summary>It is there, and goes on.</summary>
    Open,

    /// <summary>There is none.</summary>
    Unknown,

    /// <summary>What is there does not open: cut, changed, planted, of another place, user or version.</summary>
    Unreadable,

    /// <summary>The end that its owner chose has come.</summary>
    Expired,

    /// <summary>Nobody has continued it for too long.</summary>
    Idle,

    /// <summary>It began before a purge of its user, or before all sessions of its user were stopped.</summary>
    Purged,

    /// <summary>The store has not answered in time, or was not asked; or it is not known what was purged.</summary>
    Unavailable,
}
