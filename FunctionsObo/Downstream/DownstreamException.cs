using System.Net;
using FunctionsObo.Errors;
using FunctionsObo.Logging;

namespace FunctionsObo.Downstream;

/// <summary>
/// A downstream API did not do what it was asked. Not caught, it becomes a response that says so (502, 503, 504, or the API's own 403,
/// 404, 409 or 412). The API's own text is not in it: that may be about somebody else.
/// </summary>
public sealed class DownstreamException : ProblemException
{
    private static readonly TimeSpan DefaultRetryAfter = TimeSpan.FromSeconds(5);

    internal DownstreamException(string api, FailureCause cause, HttpStatusCode? responseStatus = null, TimeSpan? askedToWait = null, Exception? innerException = null)
        : this(api, cause, responseStatus, askedToWait, innerException, Translate(api, cause, responseStatus, askedToWait))
    {
    }

    private DownstreamException(
        string api, FailureCause cause, HttpStatusCode? responseStatus, TimeSpan? askedToWait, Exception? innerException, (HttpStatusCode Status, string Code, string Detail) problem)
        : base(problem.Status, problem.Code, problem.Detail, innerException)
    {
        Api = api;
        Cause = cause;
        ResponseStatus = responseStatus;
        AskedToWait = askedToWait;
        if (problem.Status == HttpStatusCode.ServiceUnavailable) RetryAfter = askedToWait ?? DefaultRetryAfter;
    }

    /// <summary>The API's name in the configuration.</summary>
    public string Api { get; }

    /// <summary>The status that the API answered with; null if it did not answer, or was not called.</summary>
    public HttpStatusCode? ResponseStatus { get; }

    internal FailureCause Cause { get; }

    /// <summary>The API's own Retry-After, or the time until the circuit lets a call through.</summary>
    internal TimeSpan? AskedToWait { get; }

    /// <summary>Whether another attempt may end better, and <see cref="AskedToWait"/> leaves time for it.</summary>
    internal bool IsWorthRetrying { get; init; }

    /// <summary>What of the API's answer may stand in a log; nothing when there was none.</summary>
    internal OurText Answer { get; init; }

    private static (HttpStatusCode Status, string Code, string Detail) Translate(string api, FailureCause cause, HttpStatusCode? response, TimeSpan? wait) => (cause, response) switch
    {
        (FailureCause.TimedOut, _) => (HttpStatusCode.GatewayTimeout, "downstream_timeout", $"{api} did not answer in time."),
        (FailureCause.Unreachable, _) => (HttpStatusCode.BadGateway, "downstream_unreachable", $"{api} cannot be reached."),
        (FailureCause.Unreadable, _) => (HttpStatusCode.BadGateway, "downstream_unreadable", $"{api} answered something that cannot be used."),
        (FailureCause.CircuitOpen, _) => (HttpStatusCode.ServiceUnavailable, "downstream_circuit_open", $"{api} keeps failing and is not called for a while."),
        (FailureCause.Busy, _) => (HttpStatusCode.ServiceUnavailable, "downstream_busy", $"Too many calls to {api} are under way."),
        (_, HttpStatusCode.NotFound) => (HttpStatusCode.NotFound, "not_found", "There is no such thing, or it is not the caller's."),
        (_, HttpStatusCode.Forbidden) => (HttpStatusCode.Forbidden, "downstream_forbidden", $"{api} does not allow this to the caller."),
        (_, HttpStatusCode.Conflict) => (HttpStatusCode.Conflict, "downstream_conflict", $"{api} has something else in this place."),
        (_, HttpStatusCode.PreconditionFailed) => (HttpStatusCode.PreconditionFailed, "precondition_failed", "It is no longer the version that this was meant for: somebody has changed it."),
        (_, HttpStatusCode.TooManyRequests) => (HttpStatusCode.ServiceUnavailable, "downstream_throttled", $"{api} asks to wait."),
        (_, HttpStatusCode.ServiceUnavailable) when wait is not null => (HttpStatusCode.ServiceUnavailable, "downstream_throttled", $"{api} asks to wait."),
        _ => (HttpStatusCode.BadGateway, "downstream_failed", $"{api} failed."),
    };
}

/// <summary>The ways a downstream call can end badly.</summary>
internal enum FailureCause
{
    /// <summary>It answered with a status that is no success.</summary>
    Refused,

    /// <summary>It did not answer in time.</summary>
    TimedOut,

    /// <summary>It could not be reached, or the connection broke.</summary>
    Unreachable,

    /// <summary>It answered something that cannot be read, or too much.</summary>
    Unreadable,

    /// <summary>It was not called: it has kept failing.</summary>
    CircuitOpen,

    /// <summary>It was not called: too many calls to it are under way.</summary>
    Busy,
}

/// <summary>A path, or a value in one, could lead out of the API's base URL. Nothing was sent. Not caught, it becomes a 400.</summary>
public sealed class UnusablePathException : ProblemException
{
    internal UnusablePathException(string reason)
        : base(HttpStatusCode.BadRequest, "unusable_path", "A value in the request cannot stand in a path.") => Reason = reason;

    /// <summary>What is wrong with the path, for the developer of the client.</summary>
    public string Reason { get; }
}
