using FunctionsObo.Errors;
using FunctionsObo.Logging;
using Microsoft.Extensions.Logging;

namespace FunctionsObo.Downstream.Calls;

/// <summary>
/// The lines in the log for calls of one API that failed. One an interval for each cause: when an API is down, every call says the same. That
/// there was no token is logged where it failed.
/// </summary>
internal sealed partial class CallLog(string api, string baseUrl, TimeProvider time, ILogger logger)
{
    private readonly OncePerInterval<(FailureCause Cause, OurText Kind)> _lately = new(time);
    private readonly OwnName _api = OwnName.Of(api);

    public void Retrying(int attempt, TimeSpan delay) => Log.Retrying(logger, _api, attempt, delay.TotalMilliseconds);

    /// <summary>The call has ended without a result.</summary>
    /// <param name="failed">What it ended with.</param>
    /// <param name="startedAt">When it began.</param>
    public void Report(Exception failed, long startedAt)
    {
        if (failed is UserActionRequiredException { Api: not null }) Log.AsksForClaims(logger, _api);
        if (failed is not DownstreamException { Cause: var cause } ended || !_lately.Passes((cause, Kind(ended)), out var suppressed)) return;

        // What the client is told as the API's own answer is no trouble: there is no such thing, it is not allowed, somebody was first.
        if ((int)ended.Status < 500) Log.Refused(logger, _api, ended.Answer, suppressed);
        else Log.Failed(logger, _api, cause, Describe(ended, startedAt), suppressed);
    }

    /// <summary>Two failures of one kind are one: their ids and times differ.</summary>
    private static OurText Kind(DownstreamException ended) => ended.ResponseStatus is { } status ? OurText.Of($"{(int)status}") : NetworkFault.Of(ended) ?? default;

    private OurText Describe(DownstreamException ended, long startedAt) => ended.Cause switch
    {
        FailureCause.Refused => ended.Answer,
        FailureCause.TimedOut => NetworkFault.TimedOut(new Uri(baseUrl), time.GetElapsedTime(startedAt)),
        FailureCause.Unreachable => NetworkFault.Describe(ended, new Uri(baseUrl), time.GetElapsedTime(startedAt)),
        FailureCause.CircuitOpen => OurText.Of($"it has kept failing and is not called: circuit open for {ended.AskedToWait.GetValueOrDefault().TotalSeconds:0.#} s"),
        FailureCause.Busy => OurText.Of($"too many calls are under way: DownstreamApis:{_api}:MaxConcurrency"),
        _ => OurText.Of($"its answer is none that can be used: larger than allowed, no JSON where JSON is read, or broken off"),
    };

    private static partial class Log
    {
        [LoggerMessage(500, LogLevel.Debug, "Retrying a call to {Api}: attempt {Attempt} after {Milliseconds:0} ms", EventName = "DownstreamRetried")]
        public static partial void Retrying(ILogger logger, OwnName api, int attempt, double milliseconds);

        [LoggerMessage(501, LogLevel.Warning, "A call to {Api} failed: {Cause} ({Reason}; {Suppressed} more like this since the last line)", EventName = "DownstreamFailed")]
        public static partial void Failed(ILogger logger, OwnName api, FailureCause cause, OurText reason, int suppressed);

        [LoggerMessage(502, LogLevel.Information, "{Api} refused a call ({Answer}; {Suppressed} more like this since the last line)", EventName = "DownstreamRefused")]
        public static partial void Refused(ILogger logger, OwnName api, OurText answer, int suppressed);

        [LoggerMessage(503, LogLevel.Information, "{Api} asks for claims that the user's token does not have; the client is told", EventName = "DownstreamAskedForClaims")]
        public static partial void AsksForClaims(ILogger logger, OwnName api);
    }
}
