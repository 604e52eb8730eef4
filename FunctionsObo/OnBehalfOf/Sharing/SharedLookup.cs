using FunctionsObo.OnBehalfOf.Cache;

namespace FunctionsObo.OnBehalfOf.Sharing;

/// <summary>What a look-up in the shared store has found.</summary>
/// <param name="Ending">How it ended.</param>
/// <param name="Token">The token, for a hit.</param>
internal readonly record struct SharedLookup(LookupEnding Ending, AcquiredToken? Token = null)
{
    /// <summary>Whether what is there is of no use to anybody, whenever the store says that it ends.</summary>
    public bool IsWorthless => Ending is LookupEnding.Unreadable or LookupEnding.Expired or LookupEnding.Purged or LookupEnding.Unfit;
}

/// <summary>How a look-up ends, for metrics too.</summary>
internal enum LookupEnding
{
    /// <summary>There is a token that may serve.</summary>
    Hit,

    /// <summary>There is nothing.</summary>
    Miss,

    /// <summary>What is there does not open: cut, changed, planted, of another place, user or version.</summary>
    Unreadable,

    /// <summary>The token is at its end.</summary>
    Expired,

    /// <summary>Its exchange began before a purge.</summary>
    Purged,

    /// <summary>It lacks the claims that are asked for, or is the one that the API has refused.</summary>
    Unfit,

    /// <summary>It is due to be refreshed, and that is what this is for.</summary>
    Due,

    /// <summary>The store has not answered in time, or was not asked; or it is not known what was purged.</summary>
    Unavailable,
}
