using System.Diagnostics;
using FunctionsObo.Downstream.Headers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace FunctionsObo.Pipeline;

/// <summary>
/// Carries the caller's trace on to whatever the function calls: HttpClient writes <c>traceparent</c>, <c>tracestate</c> and
/// <c>baggage</c> of the current activity. That is the request's span where somebody listens (<see cref="RequestTelemetry"/>); where
/// nobody does, one that is recorded nowhere. Of the caller's baggage it takes what the configuration allows.
/// </summary>
internal sealed class CorrelationMiddleware(CallerBaggage baggage, RequestTelemetry telemetry) : IFunctionsWorkerMiddleware
{
    private const string Operation = "Invoke";

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (await context.GetHttpRequestDataAsync() is not { } request)
        {
            await InvokeOtherAsync(context, next);
            return;
        }

        var (watched, started) = telemetry.IsOn ? (true, Stopwatch.GetTimestamp()) : default;
        using var span = watched ? telemetry.Start(context, request) : null;
        using var unrecorded = Activity.Current is null ? Carry(context.TraceContext) : null;
        var activity = Activity.Current!;
        Correlation.Keep(activity, request.Headers);
        baggage.Keep(activity, request.Headers);
        try
        {
            await next(context);
        }
        finally
        {
            if (watched) telemetry.End(context, request, started);
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

    private static Activity Carry(TraceContext trace)
    {
        var activity = new Activity(Operation);
        if (ActivityContext.TryParse(trace.TraceParent, trace.TraceState, out var parent))
        {
            activity.SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags);
            activity.TraceStateString = parent.TraceState;
        }

        return activity.Start();
    }
}
