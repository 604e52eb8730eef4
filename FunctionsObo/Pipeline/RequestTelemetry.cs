using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace FunctionsObo.Pipeline;

/// <summary>
/// One span and one duration for each request, named as the semantic conventions name those of a server
/// (https://opentelemetry.io/docs/specs/semconv/http/). Where the worker has begun a span of its own, that one is the request's.
/// </summary>
internal sealed class RequestTelemetry
{
    private readonly HttpRoutes _routes;
    private readonly Histogram<double> _duration;

    public RequestTelemetry(IMeterFactory meters, HttpRoutes routes)
    {
        _routes = routes;
        _duration = meters.Create(Telemetry.Name).CreateHistogram(
            "http.server.request.duration", "s", "Duration of HTTP server requests.", tags: null, Telemetry.Seconds);
    }

    /// <summary>Whether anybody wants to know: a span is recorded, or the duration.</summary>
    public bool IsOn => _duration.Enabled || Telemetry.Source.HasListeners() || Activity.Current is { IsAllDataRequested: true };

    /// <summary>Begins the span of a request: a new one, in the caller's trace, if somebody listens and the worker has begun none.</summary>
    /// <returns>The span to be ended; null if there is none, or it is the worker's.</returns>
    public Activity? Start(FunctionContext context, HttpRequestData request)
    {
        var own = Activity.Current is null ? StartSpan(_routes.Of(context.FunctionDefinition, request.Method).SpanName, ActivityKind.Server, context.TraceContext) : null;
        if ((own ?? Activity.Current) is { IsAllDataRequested: true } span) Describe(span, context, request);
        return own;
    }

    /// <summary>Begins the span of an invocation that no request started.</summary>
    public static Activity? StartOther(FunctionContext context)
    {
        if (Activity.Current is not null || !Telemetry.Source.HasListeners()) return null;

        var span = StartSpan($"function {context.FunctionDefinition.Name}", ActivityKind.Internal, context.TraceContext);
        return span is { IsAllDataRequested: true }
            ? span.SetTag("faas.invocation_id", context.InvocationId).SetTag("faas.name", context.FunctionDefinition.Name).SetTag("faas.trigger", "other")
            : span;
    }

    /// <summary>The request has been answered, or something has thrown.</summary>
    /// <param name="context">The invocation.</param>
    /// <param name="request">The request.</param>
    /// <param name="started">When it began, a timestamp of <see cref="Stopwatch"/>.</param>
    /// <param name="thrown">What the host gets in place of an answer; null for nothing.</param>
    public void End(FunctionContext context, HttpRequestData request, long started, Exception? thrown)
    {
        var status = thrown is null ? StatusOf(context) : null;
        var error = ErrorOf(status, thrown);
        if (Activity.Current is { IsAllDataRequested: true } span)
        {
            if (status is { } known) span.SetTag("http.response.status_code", Telemetry.Status(known));
            if (error is not null) span.SetTag("error.type", error).SetStatus(ActivityStatusCode.Error);
        }

        if (_duration.Enabled) Measure(context, request, status, error, Stopwatch.GetElapsedTime(started));
    }

    private void Measure(FunctionContext context, HttpRequestData request, int? status, string? error, TimeSpan elapsed)
    {
        var route = _routes.Of(context.FunctionDefinition, request.Method);
        var tags = new TagList { { "http.request.method", route.Method }, { "http.route", route.Template }, { "url.scheme", UrlOf(request)?.Scheme ?? "http" } };
        if (status is { } known) tags.Add("http.response.status_code", Telemetry.Status(known));
        if (error is not null) tags.Add("error.type", error);
        _duration.Record(elapsed.TotalSeconds, tags);
    }

    private void Describe(Activity span, FunctionContext context, HttpRequestData request)
    {
        var route = _routes.Of(context.FunctionDefinition, request.Method);
        span.DisplayName = route.SpanName;
        span.SetTag("http.request.method", route.Method)
            .SetTag("http.route", route.Template)
            .SetTag("faas.invocation_id", context.InvocationId)
            .SetTag("faas.name", context.FunctionDefinition.Name)
            .SetTag("faas.trigger", "http");
        if (UrlOf(request) is not { } url) return;

        // No query: it is the caller's, and may hold what is secret.
        span.SetTag("url.scheme", url.Scheme)
            .SetTag("url.path", Telemetry.PublicPath(url.AbsolutePath))
            .SetTag("server.address", url.Host)
            .SetTag("server.port", url.Port);
    }

    private static Activity? StartSpan(string name, ActivityKind kind, TraceContext trace)
    {
        _ = ActivityContext.TryParse(trace.TraceParent, trace.TraceState, isRemote: true, out var parent); // none: a trace begins here
        return Telemetry.Source.StartActivity(name, kind, parent);
    }

    private static string? ErrorOf(int? status, Exception? thrown) =>
        thrown is not null ? thrown.GetType().FullName
        : status >= 500 ? status.Value.ToString(CultureInfo.InvariantCulture)
        : null;

    /// <summary>Null where the function has left the response to the host.</summary>
    private static int? StatusOf(FunctionContext context) =>
        context.GetInvocationResult().Value is HttpResponseData response ? (int)response.StatusCode : (int?)context.GetHttpResponseData()?.StatusCode;

    /// <summary>Null for a Host header that is none.</summary>
    private static Uri? UrlOf(HttpRequestData request)
    {
        try
        {
            return request.Url;
        }
        catch (UriFormatException)
        {
            return null;
        }
    }
}
