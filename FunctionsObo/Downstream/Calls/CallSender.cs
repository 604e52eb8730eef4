using FunctionsObo.Downstream.Addresses;
using FunctionsObo.Downstream.Resilience;
using FunctionsObo.Errors;
using FunctionsObo.OnBehalfOf;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace FunctionsObo.Downstream.Calls;

/// <summary>Sends a call through the API's pipeline, and says in this app's words how it ended.</summary>
internal sealed partial class CallSender(string api, DownstreamUrl url, CallAttempt attempt, ApiPipeline pipeline, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan BusyRetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>The address that an answer names, as a path of this API; null if it is not under the base URL.</summary>
    public string? PathOf(string address) => url.PathOf(address);

    /// <exception cref="UnusablePathException">The path could lead elsewhere.</exception>
    /// <exception cref="DownstreamException">The API did not do it.</exception>
    /// <exception cref="OnBehalfOf.OboException">There is no token for it.</exception>
    public async Task<T> SendAsync<T>(DownstreamCall<T> call)
    {
        call.Url = url.Resolve(call.Path.ToString());
        call.Identity.ThrowIfNobody();
        using var permit = pipeline.Enter(call.Identity);
        if (!permit.IsAcquired) throw Report(new DownstreamException(api, DownstreamFailure.Busy, retryAfter: BusyRetryAfter));

        call.StartedAt = time.GetTimestamp();
        var context = ResilienceContextPool.Shared.Get(call.CallerGone);
        try
        {
            var outcome = await pipeline.For(call.IsRepeatable).ExecuteOutcomeAsync(
                static (context, state) => state.Attempt.TryAsync(state.Call, context.CancellationToken), context, (Attempt: attempt, Call: call));
            if (outcome.Exception is null) return outcome.Result!;

            call.CallerGone.ThrowIfCancellationRequested();
            throw Report(Translate(outcome.Exception));
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private Exception Translate(Exception failed) => failed switch
    {
        TimeoutRejectedException => new DownstreamException(api, DownstreamFailure.TimedOut, cause: failed),
        BrokenCircuitException broken => new DownstreamException(api, DownstreamFailure.Suspended, retryAfter: broken.RetryAfter, cause: failed),
        _ => failed,
    };

    /// <summary>What is the API's trouble is logged; that it refuses a single call is its answer.</summary>
    private Exception Report(Exception failed)
    {
        if (failed is DownstreamException trouble && (trouble.IsOutage || trouble.Failure != DownstreamFailure.Refused))
            Log.Failed(logger, api, trouble.Failure, (int?)trouble.Status);
        return failed;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A call to {Api} failed: {Failure} {Status}")]
        public static partial void Failed(ILogger logger, string api, DownstreamFailure failure, int? status);
    }
}
