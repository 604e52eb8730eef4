using System.Net;
using FunctionApp.Authentication;
using FunctionApp.Downstream;
using FunctionApp.OnBehalfOf;

namespace FunctionApp.Errors;

/// <summary>From what ended a request to what the client is told: the one translation there is.</summary>
internal sealed class FailureTable(Challenges challenges)
{
    public Failure Translate(Exception thrown, Caller? caller) => thrown switch
    {
        FailureException known => known.Failure,
        OboException obo => Translate(obo.Failure, caller),
        DownstreamException downstream => Translate(downstream),
        ArgumentException { ParamName: DownstreamUrl.PathParameter } => UnusablePath,
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

    private Failure Translate(OboFailure failure, Caller? caller) => failure.Kind switch
    {
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
            Challenge = Challenges.Error("invalid_token", "The identity platform no longer accepts the token."),
        },
        OboFailureKind.SessionUnknown => Of(HttpStatusCode.NotFound, "session_unknown", "There is no such long-running session of this user."),
        OboFailureKind.Unavailable => new Failure
        {
            Status = HttpStatusCode.ServiceUnavailable,
            Code = "identity_platform_unavailable",
            Detail = "The identity platform gives no tokens at the moment; try again.",
            RetryAfter = failure.RetryAfter,
        },
        _ => Unexpected,
    };

    private static Failure Translate(DownstreamException downstream) => downstream switch
    {
        { Failure: DownstreamFailure.TimedOut } => Of(HttpStatusCode.GatewayTimeout, "downstream_timeout", $"{downstream.Api} did not answer in time."),
        { Failure: DownstreamFailure.Unreachable } => Of(HttpStatusCode.BadGateway, "downstream_unreachable", $"{downstream.Api} cannot be reached."),
        { Failure: DownstreamFailure.Unreadable } => Of(HttpStatusCode.BadGateway, "downstream_unreadable", $"{downstream.Api} answered something that cannot be used."),
        { Status: HttpStatusCode.NotFound } => Of(HttpStatusCode.NotFound, "not_found", "There is no such thing, or it is not the caller's."),
        { Status: HttpStatusCode.Forbidden } => Of(HttpStatusCode.Forbidden, "downstream_forbidden", $"{downstream.Api} does not allow this to the caller."),
        { Status: HttpStatusCode.TooManyRequests } => Of(HttpStatusCode.ServiceUnavailable, "downstream_throttled", $"{downstream.Api} asks to wait.")
            with
        { RetryAfter = downstream.RetryAfter ?? TimeSpan.FromSeconds(5) },
        _ => Of(HttpStatusCode.BadGateway, "downstream_failed", $"{downstream.Api} failed."),
    };

    private static Failure Of(HttpStatusCode status, string code, string detail) => new() { Status = status, Code = code, Detail = detail };
}
