using System.Net;
using FunctionsObo.Authentication;
using FunctionsObo.Downstream;
using FunctionsObo.OnBehalfOf;

namespace FunctionsObo.Errors;

/// <summary>From what ended a request to what the client is told: the one translation there is.</summary>
internal sealed class FailureTable(Challenges challenges)
{
    public Failure Translate(Exception thrown, Caller? caller) => thrown switch
    {
        FailureException known => known.Failure,
        OboException obo => Translate(obo.Failure, caller),
        DownstreamException downstream => DownstreamFailures.Translate(downstream),
        UnusablePathException => UnusablePath,
        _ => Unexpected,
    };

    /// <summary>The code of failures that nobody foresaw.</summary>
    public const string UnexpectedCode = "unexpected";

    private static readonly Failure Unexpected = new()
    {
        Status = HttpStatusCode.InternalServerError,
        Code = UnexpectedCode,
        Detail = "Something went wrong here; the trace id leads to it in the logs.",
    };

    private static readonly Failure UnusablePath = new()
    {
        Status = HttpStatusCode.BadRequest,
        Code = "unusable_path",
        Detail = "A value in the request cannot stand in a path.",
    };

    /// <summary>The identity platform is out of reach, or asks to wait.</summary>
    public static Failure NoTokens(TimeSpan? retryAfter) => new()
    {
        Status = HttpStatusCode.ServiceUnavailable,
        Code = "identity_platform_unavailable",
        Detail = "The identity platform gives no tokens at the moment; try again.",
        RetryAfter = retryAfter,
    };

    private Failure Translate(OboFailure failure, Caller? caller) => failure.Kind switch
    {
        // A downstream API's claims are for clients that said they understand them; others would only loop
        // (https://learn.microsoft.com/entra/identity-platform/claims-challenge#client-capabilities).
        OboFailureKind.UserActionRequired when failure.FromDownstream && caller is { AcceptsClaimsChallenges: false } => new Failure
        {
            Status = HttpStatusCode.Forbidden,
            Code = "user_action_required",
            Detail = "The user must meet further requirements, and the client did not declare that it can handle a claims challenge.",
        },
        OboFailureKind.UserActionRequired => new Failure
        {
            Status = HttpStatusCode.Unauthorized,
            Code = "user_action_required",
            Detail = "The user must meet further requirements; get a token with the claims of the challenge.",
            Challenge = challenges.InsufficientClaims(failure.Claims!),
        },
        OboFailureKind.ConsentRequired => new Failure
        {
            Status = HttpStatusCode.Forbidden,
            Code = "consent_required",
            Detail = "Nobody has consented to what this function does with the downstream API; 'scopes' names the permissions.",
            Challenge = Challenges.InsufficientScope([], "Consent to downstream permissions is missing."),
            Scopes = failure.Scopes,
        },
        OboFailureKind.AssertionRefused => new Failure
        {
            Status = HttpStatusCode.Unauthorized,
            Code = "token_refused",
            Detail = "The identity platform no longer accepts the token; get a new one.",
            Challenge = challenges.InvalidToken("The identity platform no longer accepts the token."),
        },
        OboFailureKind.SessionUnknown => new Failure
        {
            Status = HttpStatusCode.NotFound,
            Code = "session_unknown",
            Detail = "There is no such long-running session of this user.",
        },
        OboFailureKind.Unavailable => NoTokens(failure.RetryAfter),
        _ => Unexpected,
    };
}
