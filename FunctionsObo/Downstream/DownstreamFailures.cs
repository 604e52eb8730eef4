using System.Net;
using FunctionsObo.Errors;

namespace FunctionsObo.Downstream;

/// <summary>From what a downstream API did, or did not do, to what the client is told.</summary>
internal static class DownstreamFailures
{
    private static readonly TimeSpan DefaultRetryAfter = TimeSpan.FromSeconds(5);

    public static Failure Translate(DownstreamException downstream) => downstream switch
    {
        { Failure: DownstreamFailure.TimedOut } => Of(HttpStatusCode.GatewayTimeout, "downstream_timeout", $"{downstream.Api} did not answer in time."),
        { Failure: DownstreamFailure.Unreachable } => Of(HttpStatusCode.BadGateway, "downstream_unreachable", $"{downstream.Api} cannot be reached."),
        { Failure: DownstreamFailure.Unreadable } => Of(HttpStatusCode.BadGateway, "downstream_unreadable", $"{downstream.Api} answered something that cannot be used."),
        { Failure: DownstreamFailure.Suspended } => Later(downstream, "downstream_suspended", $"{downstream.Api} keeps failing and is left alone for a while."),
        { Failure: DownstreamFailure.Busy } => Later(downstream, "downstream_busy", $"Too many calls to {downstream.Api} are under way."),
        { Status: HttpStatusCode.NotFound } => Of(HttpStatusCode.NotFound, "not_found", "There is no such thing, or it is not the caller's."),
        { Status: HttpStatusCode.Forbidden } => Of(HttpStatusCode.Forbidden, "downstream_forbidden", $"{downstream.Api} does not allow this to the caller."),
        { Status: HttpStatusCode.Conflict } => Of(HttpStatusCode.Conflict, "downstream_conflict", $"{downstream.Api} has something else in this place."),
        { Status: HttpStatusCode.TooManyRequests } or { Status: HttpStatusCode.ServiceUnavailable, RetryAfter: not null } =>
            Later(downstream, "downstream_throttled", $"{downstream.Api} asks to wait."),
        _ => Of(HttpStatusCode.BadGateway, "downstream_failed", $"{downstream.Api} failed."),
    };

    private static Failure Later(DownstreamException downstream, string code, string detail) =>
        Of(HttpStatusCode.ServiceUnavailable, code, detail) with { RetryAfter = downstream.RetryAfter ?? DefaultRetryAfter };

    private static Failure Of(HttpStatusCode status, string code, string detail) => new() { Status = status, Code = code, Detail = detail };
}
