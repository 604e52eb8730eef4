using System.Threading.RateLimiting;
using FunctionsObo.Errors;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace FunctionsObo.Downstream.Resilience;

/// <summary>
/// What stands around every call of one API, from the outside: bulkhead, total time, repetition, circuit breaker, the
/// try's time. Calls that may not be repeated share bulkhead and breaker, and have the total time for their one try.
/// </summary>
internal sealed partial class ApiPipeline : IDisposable
{
    private readonly PartitionedRateLimiter<CallAs> _bulkhead;
    private readonly ResiliencePipeline _repeating;
    private readonly ResiliencePipeline _once;

    public ApiPipeline(string api, DownstreamApiOptions options, TimeProvider time, ILogger logger)
    {
        _bulkhead = Bulkhead.Create(options.MaxConcurrency);
        var breaker = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddCircuitBreaker(Breaker(api, options.CircuitBreaker, logger))
            .Build();

        _once = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddPipeline(breaker)
            .AddTimeout(options.Timeout)
            .Build();
        _repeating = options.Retry.MaxRetryAttempts == 0 ? _once : new ResiliencePipelineBuilder { TimeProvider = time }
            .AddTimeout(options.Timeout)
            .AddRetry(Retry(api, options.Retry, logger))
            .AddPipeline(breaker)
            .AddTimeout(options.AttemptTimeout)
            .Build();
    }

    /// <summary>
    /// Takes a place, if there is one, to be disposed at the call's end. (The limiter is the framework's, and stands before the
    /// pipeline, since Polly.Core has none of its own.)
    /// </summary>
    public RateLimitLease Enter(CallAs identity) => _bulkhead.AttemptAcquire(identity);

    public void Dispose() => _bulkhead.Dispose();

    public ResiliencePipeline For(bool isRepeatable) => isRepeatable ? _repeating : _once;

    private static RetryStrategyOptions Retry(string api, RetryOptions options, ILogger logger) => new()
    {
        MaxRetryAttempts = options.MaxRetryAttempts,
        Delay = options.Delay,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        ShouldHandle = tried => ValueTask.FromResult(tried.Outcome.Exception is TimeoutRejectedException or DownstreamException { IsWorthRepeating: true }),
        DelayGenerator = tried => ValueTask.FromResult((tried.Outcome.Exception as DownstreamException)?.RetryAfter),
        OnRetry = tried =>
        {
            Log.Repeating(logger, api, tried.AttemptNumber + 2, tried.RetryDelay.TotalMilliseconds);
            return ValueTask.CompletedTask;
        },
    };

    private static CircuitBreakerStrategyOptions Breaker(string api, CircuitBreakerOptions options, ILogger logger) => new()
    {
        FailureRatio = options.FailureRatio,
        MinimumThroughput = options.MinimumThroughput,
        SamplingDuration = options.SamplingDuration,
        BreakDuration = options.BreakDuration,
        ShouldHandle = tried => ValueTask.FromResult(tried.Outcome.Exception is TimeoutRejectedException or DownstreamException { IsOutage: true }),
        OnOpened = opened =>
        {
            Log.Suspended(logger, api, opened.BreakDuration.TotalSeconds);
            return ValueTask.CompletedTask;
        },
        OnClosed = _ =>
        {
            Log.Resumed(logger, api);
            return ValueTask.CompletedTask;
        },
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Repeating a call to {Api}: try {Try} after {Milliseconds:0} ms")]
        public static partial void Repeating(ILogger logger, string api, int @try, double milliseconds);

        [LoggerMessage(2, LogLevel.Warning, "{Api} keeps failing and is left alone for {Seconds:0.#} s")]
        public static partial void Suspended(ILogger logger, string api, double seconds);

        [LoggerMessage(3, LogLevel.Information, "{Api} answers again")]
        public static partial void Resumed(ILogger logger, string api);
    }
}
