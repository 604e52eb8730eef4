using System.Net;
using FunctionsObo.Errors;

namespace FunctionsObo.Downstream;

/// <summary>A downstream API did not do what it was asked. Its own text is not in it: that may be about somebody else.</summary>
public sealed class DownstreamException : Exception
{
    internal DownstreamException(string api, DownstreamFailure failure, HttpStatusCode? status = null, TimeSpan? retryAfter = null, Exception? cause = null)
        : base(status is { } code ? $"{api} answered {(int)code}." : $"{api}: {failure}.", cause)
    {
        Api = api;
        Failure = failure;
        Status = status;
        RetryAfter = retryAfter;
    }

    /// <summary>The API's name in the configuration.</summary>
    public string Api { get; }

    /// <summary>What it answered, if it answered.</summary>
    public HttpStatusCode? Status { get; }

    /// <summary>When it asks to be called again, if it said so.</summary>
    public TimeSpan? RetryAfter { get; }

    internal DownstreamFailure Failure { get; }

    /// <summary>Whether another try may end better, and the API's own Retry-After leaves time for it.</summary>
    internal bool IsWorthRepeating { get; init; }

    /// <summary>Whether the API itself is in trouble, and not just this call.</summary>
    internal bool IsOutage => Failure is DownstreamFailure.TimedOut or DownstreamFailure.Unreachable || (int?)Status >= 500;
}

/// <summary>The ways a downstream call can end badly.</summary>
internal enum DownstreamFailure
{
    /// <summary>It answered with a status that is no success.</summary>
    Refused,

    /// <summary>It did not answer in time.</summary>
    TimedOut,

    /// <summary>It could not be reached, or the connection broke.</summary>
    Unreachable,

    /// <summary>It answered something that cannot be read, or too much.</summary>
    Unreadable,

    /// <summary>It was not called: it has kept failing and is left alone for a while.</summary>
    Suspended,

    /// <summary>It was not called: too many calls to it are under way.</summary>
    Busy,
}
