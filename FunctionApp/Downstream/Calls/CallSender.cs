using System.Diagnostics.CodeAnalysis;
using FunctionApp.Downstream.Resilience;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace FunctionApp.Downstream.Calls;

/// <summary>Sends a call through the API's pipeline, and says in this app's words how it ended.</summary>
internal sealed partial class CallSender(string api, CallAttempt attempt, ApiPipeline pipeline, TimeProvider time, ILogger logger)
{
    public async ValueTask<T> SendAsync<T>(DownstreamCall<T> call)
    {
        call.StartedAt = time.GetTimestamp();
        var context = ResilienceContextPool.Shared.Get(call.CallerGone);
        try
        {
            var outcome = await pipeline.For(call.IsRepeatable).ExecuteOutcomeAsync(
                static async (context, state) => await TryAsync(state.Attempt, state.Call, context.CancellationToken),
                context,
                (Attempt: attempt, Call: call));
            if (outcome.Exception is null) return outcome.Result!;

            call.CallerGone.ThrowIfCancellationRequested();
            throw Report(Translate(outcome.Exception));
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>The pipeline takes failures as outcomes; what is thrown past it would leave its circuit in doubt.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Nothing is swallowed: the outcome is thrown at the end of the call.")]
    private static async ValueTask<Outcome<T>> TryAsync<T>(CallAttempt attempt, DownstreamCall<T> call, CancellationToken cancellationToken)
    {
        try
        {
            return Outcome.FromResult(await attempt.ExecuteAsync(call, cancellationToken));
        }
        catch (Exception failed)
        {
            return Outcome.FromException<T>(failed);
        }
    }

    private Exception Translate(Exception failed) => failed switch
    {
        TimeoutRejectedException => new DownstreamException(api, DownstreamFailure.TimedOut, cause: failed),
        BrokenCircuitException broken => new DownstreamException(api, DownstreamFailure.Suspended, retryAfter: broken.RetryAfter, cause: failed),
        _ => failed,
    };

    private Exception Report(Exception failed)
    {
        if (failed is DownstreamException { IsOutage: true } or DownstreamException { Failure: not DownstreamFailure.Refused })
            Log.Failed(logger, api, ((DownstreamException)failed).Failure, (int?)((DownstreamException)failed).Status);
        return failed;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A call to {Api} failed: {Failure} {Status}")]
        public static partial void Failed(ILogger logger, string api, DownstreamFailure failure, int? status);
    }
}
