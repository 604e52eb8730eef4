using System.Diagnostics;
using FunctionsObo.Downstream.Headers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace FunctionsObo.Pipeline;

/// <summary>
/// Carries the caller's trace on to whatever the function calls: HttpClient writes <c>traceparent</c>, <c>tracestate</c> and
/// <c>baggage</c> of the current activity. The worker starts one only when somebody listens; this does when nobody does.
/// </summary>
internal sealed class CorrelationMiddleware : IFunctionsWorkerMiddleware
{
    private const string Operation = "Invoke";

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (await context.GetHttpRequestDataAsync() is not { } request)
        {
            await next(context);
            return;
        }

        using var started = Activity.Current is null ? Start(context.TraceContext, request.Headers) : null;
        Correlation.Keep(started ?? Activity.Current!, request.Headers);
        await next(context);
    }

    private static Activity Start(TraceContext trace, HttpHeadersCollection headers)
    {
        var activity = new Activity(Operation);
        if (ActivityContext.TryParse(trace.TraceParent, trace.TraceState, out var parent))
        {
            activity.SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags);
            activity.TraceStateString = parent.TraceState;
        }

        foreach (var (name, value) in DistributedContextPropagator.Current.ExtractBaggage(headers, Read) ?? []) activity.AddBaggage(name, value);
        return activity.Start();
    }

    private static void Read(object? carrier, string name, out string? value, out IEnumerable<string>? values)
    {
        values = null;
        value = ((HttpHeadersCollection)carrier!).TryGetValues(name, out var lines) ? string.Join(',', lines) : null;
    }
}
