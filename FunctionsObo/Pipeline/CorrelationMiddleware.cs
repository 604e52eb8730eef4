using System.Diagnostics;
using FunctionsObo.Downstream.Headers;
using FunctionsObo.Logging;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace FunctionsObo.Pipeline;

/// <summary>
/// Carries the caller's trace on to whatever the function calls: HttpClient writes <c>traceparent</c>, <c>tracestate</c> and
/// <c>baggage</c> of the current activity. That is the request's span where somebody listens (<see cref="RequestTelemetry"/>); where
/// nobody does, one that is recorded nowhere. Of the caller's baggage it takes what the configuration allows.
/// </summary>
internal sealed class CorrelationMiddleware(CallerBaggage baggage, RequestTelemetry telemetry, ILogger<CorrelationMiddleware> logger) : IFunctionsWorkerMiddleware
{
    private const string Operation = "Invoke";

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (await context.GetHttpRequestDataAsync() is not { } request)
        {
            await InvokeOtherAsync(context, next);
            return;
        }

        if (telemetry.IsOn)
        {
            await InvokeWatchedAsync(context, request, next);
            return;
        }

        using var unrecorded = Carry(context.TraceContext);
        using var scope = Keep(request);
        await next(context);
    }

    private async Task InvokeWatchedAsync(FunctionContext context, HttpRequestData request, FunctionExecutionDelegate next)
    {
        var started = Stopwatch.GetTimestamp();
        using var span = telemetry.Start(context, request);
        using var unrecorded = Carry(context.TraceContext);
        using var scope = Keep(request);
        Exception? thrown = null;
        try
        {
            await next(context);
        }
        catch (Exception failed)
        {
            thrown = failed;
            throw;
        }
        finally
        {
            telemetry.End(context, request, started, thrown);
        }
    }

    private static async Task InvokeOtherAsync(FunctionContext context, FunctionExecutionDelegate next)
    {
        using var span = RequestTelemetry.StartOther(context);
        try
        {
            await next(context);
        }
        catch (Exception failed)
        {
            span?.SetTag("error.type", failed.GetType().FullName).SetStatus(ActivityStatusCode.Error);
            throw;
        }
    }

    /// <summary>What of the caller's headers travels with the activity; and a scope of the log, if they name an operation.</summary>
    private IDisposable? Keep(HttpRequestData request)
    {
        var activity = Activity.Current!;
        baggage.Keep(activity, request.Headers);
        var correlation = Correlation.Keep(activity, request.Headers);
        if (correlation is not null && activity.IsAllDataRequested) activity.SetTag("functionsobo.correlation_id", correlation);
        return CorrelationId.Begin(logger, correlation);
    }

    /// <summary>Null where there is an activity that carries the trace.</summary>
    private static Activity? Carry(TraceContext trace)
    {
        if (Activity.Current is not null) return null;

        _ = ActivityContext.TryParse(trace.TraceParent, trace.TraceState, out var parent); // none: a trace begins here
        return Telemetry.Carry(Operation, parent);
    }
}
