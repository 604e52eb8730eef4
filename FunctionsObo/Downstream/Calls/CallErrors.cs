using System.Net;
using System.Text.Json;
using FunctionsObo.Errors;

namespace FunctionsObo.Downstream.Calls;

/// <summary>From what came back, or did not, to what is said about it: nothing of the response but its status and Retry-After, and for the log what finds it.</summary>
internal sealed class CallErrors(string api, TimeSpan budget, TimeProvider time)
{
    /// <summary>A status that is no success; worth retrying if it may pass, and if Retry-After leaves time before the call's end.</summary>
    public DownstreamException Refused(HttpResponseMessage response, long startedAt)
    {
        var wait = response.RetryAfter(time);
        var mayPass = response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)response.StatusCode >= 500;
        return new DownstreamException(api, FailureCause.Refused, response.StatusCode, wait)
        {
            Answer = AnswerTrace.Describe(response),
            IsWorthRetrying = mayPass && time.GetElapsedTime(startedAt) + (wait ?? TimeSpan.Zero) < budget,
        };
    }

    /// <summary>Says what broke in this app's words; a cancellation by the attempt's own token is left to whoever signalled it.</summary>
    public Exception Of(Exception failed, CancellationToken cancellationToken) => failed switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.InvalidResponse } => Unreadable(),
        HttpRequestException or IOException => Passing(FailureCause.Unreachable, failed),
        JsonException or InvalidDataException => Unreadable(),
        OperationCanceledException when !cancellationToken.IsCancellationRequested => Passing(FailureCause.TimedOut, failed), // the handler's own time
        _ => failed,
    };

    /// <summary>The response is too much, or not what was asked for. Without its cause, whose message may quote the response.</summary>
    public DownstreamException Unreadable() => new(api, FailureCause.Unreadable);

    private DownstreamException Passing(FailureCause cause, Exception thrown) => new(api, cause, innerException: thrown) { IsWorthRetrying = true };
}
