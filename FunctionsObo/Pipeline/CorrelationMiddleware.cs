using System.Diagnostics;
using FunctionsObo.Downstream.Headers;
using FunctionsObo.Logging;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace FunctionsObo.Pipeline;

/// <summary>
/// Carries the caller's trace on to whatever the function calls: HttpClient writes <c>traceparent</c>, <c>tracestate</c> and
/// <c>baggage</c> of the current activity. The worker starts one only when somebody listens; this does when nobody does. Of the caller's
/// baggage it takes what the configuration allows.
/// </summary>
internal sealed class CorrelationMiddleware(CallerBaggage baggage, ILogger<CorrelationMiddleware> logger) : IFunctionsWorkerMiddleware
{
    private const string Operation = "Invoke";

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (await context.GetHttpRequestDataAsync() is not { } request)
        {
            await next(context);
            return;
        }

        using var started = Activity.Current is null ? Start(context.TraceContext) : null;
        var activity = started ?? Activity.Current!;
        using var scope = CorrelationId.Begin(logger, Correlation.Keep(activity, request.Headers));
        baggage.Keep(activity, request.Headers);
        await next(context);
    }

    private static Activity Start(TraceContext trace)
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
