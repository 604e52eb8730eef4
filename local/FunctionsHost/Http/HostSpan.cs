using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace FunctionsHost.Http;

/// <summary>
/// The host's own span of a request, in the trace of the caller where the request names one (W3C Trace Context). What the function does comes below it.
/// </summary>
internal static class HostSpan
{
    private const string Name = "HttpTrigger";

    /// <summary>What a listener listens to.</summary>
    private static readonly ActivitySource Source = new("FunctionsHost");

    /// <summary>Begins it; the server's own, where it has begun one, is enough.</summary>
    public static Activity? Start(HttpRequest request, string function)
    {
        var isTraced = ActivityContext.TryParse(request.Headers.TraceParent, request.Headers.TraceState, isRemote: true, out var caller);
        var span = Activity.Current is null ? Source.StartActivity(Name, ActivityKind.Server, caller) ?? Unrecorded(isTraced, caller) : null;
        var current = Activity.Current!;

        // Whoever begins a trace says whether it counts. Nobody else has: a worker that is to export would take a no for an order.
        if (!isTraced) current.ActivityTraceFlags |= ActivityTraceFlags.Recorded;
        if (!current.HasListeners()) return span;

        current.DisplayName = $"{request.Method} {request.Path}";
        current.SetTag("http.request.method", request.Method).SetTag("url.path", request.Path.Value).SetTag("faas.name", function);
        return span;
    }

    /// <summary>The answer is known.</summary>
    public static void End(HttpResponse response)
    {
        if (Activity.Current is not { } span || !span.HasListeners()) return;
        span.SetTag("http.response.status_code", response.StatusCode);
        if (response.StatusCode >= StatusCodes.Status500InternalServerError) span.SetStatus(ActivityStatusCode.Error);
    }

    private static bool HasListeners(this Activity span) => span.Source.HasListeners();

    private static Activity Unrecorded(bool isTraced, ActivityContext caller)
    {
        var activity = new Activity(Name);
        if (isTraced)
        {
            activity.SetParentId(caller.TraceId, caller.SpanId, caller.TraceFlags);
            activity.TraceStateString = caller.TraceState;
        }

        return activity.Start();
    }
}
