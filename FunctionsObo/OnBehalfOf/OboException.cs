using System.Net;
using FunctionsObo.Errors;

namespace FunctionsObo.OnBehalfOf;

/// <summary>
/// There is no token for the downstream API, and nothing that the user could do about it at once (that is
/// <see cref="UserActionRequiredException"/>). Nothing of the identity platform's own text is in it.
/// </summary>
public sealed class OboException : ProblemException
{
    internal OboException(OboFailure failure, TimeSpan? retryAfter = null, Exception? cause = null)
        : this(failure, retryAfter, cause, Translate(failure))
    {
    }

    private OboException(OboFailure failure, TimeSpan? retryAfter, Exception? cause, (HttpStatusCode Status, string Code, string Detail) problem)
        : base(problem.Status, problem.Code, problem.Detail, cause)
    {
        Failure = failure;
        RetryAfter = retryAfter;
    }

    /// <summary>Whether the identity platform, or the store of long-running sessions, is down, slow or throttling, so that the same call can succeed later.</summary>
    public bool IsOutage => Failure is OboFailure.Unavailable or OboFailure.SessionsUnavailable;

    internal OboFailure Failure { get; }

    /// <summary>For how long the identity platform asked not to be asked again (Retry-After); null when it did not.</summary>
    internal TimeSpan? AskedToWait { get; init; }

    internal override Problem ToProblem() => Failure == OboFailure.AssertionRefused
        ? base.ToProblem() with { Challenge = Challenges.InvalidToken("The identity platform no longer accepts the token.") }
        : base.ToProblem();

    /// <summary>The same once more: an exception that was thrown belongs to the request that it ended.</summary>
    internal OboException Again() => new(Failure, RetryAfter);

    private static (HttpStatusCode Status, string Code, string Detail) Translate(OboFailure failure) => failure switch
    {
        OboFailure.AssertionRefused => (HttpStatusCode.Unauthorized, "token_refused", "The identity platform no longer accepts the token; get a new one."),
        OboFailure.Unavailable => (HttpStatusCode.ServiceUnavailable, "identity_platform_unavailable", "The identity platform gives no tokens at the moment; try again."),
        OboFailure.SessionsUnavailable => (HttpStatusCode.ServiceUnavailable, "session_store_unavailable", "Long-running sessions cannot be reached at the moment; try again."),
        OboFailure.SessionUnknown => (HttpStatusCode.NotFound, "session_unknown", "There is no such long-running session of this user."),
        _ => (HttpStatusCode.InternalServerError, "misconfigured", "This API's own registration is wrong; whoever operates it finds the cause in the logs."),
    };
}

/// <summary>Why there is no token.</summary>
internal enum OboFailure
{
    /// <summary>The identity platform does not take the caller's token: expired meanwhile, revoked.</summary>
    AssertionRefused,

    /// <summary>The token endpoint is down, slow, throttling, or answers what cannot be read.</summary>
    Unavailable,

    /// <summary>There is no long-running session with this key for this user.</summary>
    SessionUnknown,

    /// <summary>The store of the long-running sessions does not answer.</summary>
    SessionsUnavailable,

    /// <summary>Our own client id, credential or scopes are wrong.</summary>
    Misconfigured,
}
