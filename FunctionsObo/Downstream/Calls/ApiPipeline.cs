using System.Threading.RateLimiting;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace FunctionsObo.Downstream.Calls;

/// <summary>
/// What stands around every call of one API, from the outside: bulkhead, total time, retries, the attempt's time, and in
/// <see cref="CallAttempt"/> the circuit. Calls that may not be retried share bulkhead and circuit, and have the total time for their one attempt.
/// </summary>
internal sealed class ApiPipeline : IDisposable
{
    private static readonly TimeSpan BusyRetryAfter = TimeSpan.FromSeconds(1);

    private readonly string _api;
    private readonly TimeProvider _time;
    private readonly CallLog _log;
    private readonly PartitionedRateLimiter<CallAs> _bulkhead;

    // Of objects, whatever a call results in: in a pipeline of no type each call costs two more asynchronous methods around the retry.
    private readonly ResiliencePipeline<object> _retrying;
    private readonly ResiliencePipeline<object> _once;

    public ApiPipeline(string api, DownstreamApiOptions options, TimeProvider time, ILogger logger)
    {
        (_api, _time, _log) = (api, time, new CallLog(api, options.BaseUrl, time, logger));
        _bulkhead = Bulkhead.Create(options.MaxConcurrency);
        Circuit = new ApiCircuit(api, options.CircuitBreaker, time, logger);
        _once = new ResiliencePipelineBuilder<object> { TimeProvider = time }
            .AddTimeout(options.Timeout)
            .Build();
        _retrying = options.Retry.MaxRetryAttempts == 0 ? _once : new ResiliencePipelineBuilder<object> { TimeProvider = time }
            .AddTimeout(options.Timeout)
            .AddRetry(Retry(options.Retry))
            .AddTimeout(options.AttemptTimeout)
            .Build();
    }

    /// <summary>The circuit that every attempt passes.</summary>
    public ApiCircuit Circuit { get; }

    /// <summary>Makes the call, and says in this app's words how it ended. (The bulkhead is the framework's limiter: Polly.Core has none.)</summary>
    /// <exception cref="DownstreamException">The API did not do it.</exception>
    public async Task<T> RunAsync<T>(DownstreamCall<T> call, CallAttempt attempt)
    {
        using var permit = _bulkhead.AttemptAcquire(call.Identity);
        call.StartedAt = _time.GetTimestamp();
        if (!permit.IsAcquired) throw Report(new DownstreamException(_api, FailureCause.Busy, askedToWait: BusyRetryAfter), call.StartedAt);

        var context = ResilienceContextPool.Shared.Get(call.CallerGone);
        try
        {
            var outcome = await (call.CanRetry ? _retrying : _once).ExecuteOutcomeAsync(
                static (context, state) => state.Attempt.RunAsync(state.Call, context.CancellationToken), context, (Attempt: attempt, Call: call));
            if (outcome.Exception is null) return (T)outcome.Result!;

            call.CallerGone.ThrowIfCancellationRequested();
            throw Report(Translate(outcome.Exception), call.StartedAt);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    public void Dispose() => _bulkhead.Dispose();

    private RetryStrategyOptions<object> Retry(RetryOptions options) => new()
    {
        MaxRetryAttempts = options.MaxRetryAttempts,
        Delay = options.Delay,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        ShouldHandle = attempt => ValueTask.FromResult(attempt.Outcome.Exception is TimeoutRejectedException or DownstreamException { IsWorthRetrying: true }),
        DelayGenerator = attempt => ValueTask.FromResult((attempt.Outcome.Exception as DownstreamException)?.AskedToWait),
        OnRetry = attempt =>
        {
            _log.Retrying(attempt.AttemptNumber + 2, attempt.RetryDelay);
            return ValueTask.CompletedTask;
        },
    };

    private Exception Translate(Exception failed) =>
        failed is TimeoutRejectedException ? new DownstreamException(_api, FailureCause.TimedOut, innerException: failed) : failed;

    private Exception Report(Exception failed, long startedAt)
    {
        _log.Report(failed, startedAt);
        return failed;
    }
}
