using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace EntraEmulator.Hosting;

/// <summary>
/// Joins the trace that a request names (https://www.w3.org/TR/trace-context/), so that what is logged for it can be found by the caller's trace
/// id. ASP.NET Core does so only where somebody listens.
/// </summary>
public static class CallerTrace
{
    private const string Operation = "Answer";

    /// <summary>Stands before everything that may log.</summary>
    public static IApplicationBuilder UseCallerTrace(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        return app.Use(JoinAsync);
    }

    private static async Task JoinAsync(HttpContext context, RequestDelegate next)
    {
        using var activity = Activity.Current is null ? Start(context.Request.Headers) : null;
        await next(context);
    }

    private static Activity? Start(IHeaderDictionary headers) => ActivityContext.TryParse(headers.TraceParent, headers.TraceState, out var parent)
        ? new Activity(Operation) { TraceStateString = parent.TraceState }.SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags).Start()
        : null;
}
