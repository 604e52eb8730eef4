using System.Collections.ObjectModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace DevHost.DownstreamApis.Faults;

/// <summary>Carries a fault out.</summary>
internal static class FaultAnswer
{
    public static async Task SendAsync(Fault fault, HttpContext context, RequestDelegate realAnswer, TimeProvider time)
    {
        try
        {
            if (fault.DelayMs > 0)
                await Task.Delay(TimeSpan.FromMilliseconds(fault.DelayMs), time, context.RequestAborted);
            if (fault.Hang)
                await Task.Delay(Timeout.InfiniteTimeSpan, time, context.RequestAborted);
            if (fault.Drop)
                context.Abort();
            else
                await AnswerAsync(fault, context, realAnswer, time);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller left, or the server stops: there is nobody to answer.
        }
    }

    private static Task AnswerAsync(Fault fault, HttpContext context, RequestDelegate realAnswer, TimeProvider time)
    {
        SetHeaders(fault, context.Response);
        if (StatusOf(fault) is not { } status)
            return realAnswer(context);
        context.Response.StatusCode = status;
        return FaultBody.WriteAsync(fault, context, time);
    }

    private static int? StatusOf(Fault fault) => fault switch
    {
        { Status: { } status } => status,
        { WwwAuthenticate: not null } => StatusCodes.Status401Unauthorized,
        { RedirectTo: not null } => StatusCodes.Status302Found,
        { Body: not null } or { Bytes: > 0 } or { GzipBytes: > 0 } or { SlowBody: > 0 } => StatusCodes.Status200OK,
        _ => null,
    };

    private static void SetHeaders(Fault fault, HttpResponse response)
    {
        if (fault.RetryAfterSeconds is { } seconds)
            response.Headers.RetryAfter = seconds.ToString();
        if (fault.WwwAuthenticate is not null)
            response.Headers[HeaderNames.WWWAuthenticate] = fault.WwwAuthenticate;
        if (fault.RedirectTo is not null)
            response.Headers.Location = fault.RedirectTo;
        foreach (var (name, value) in fault.Headers ?? ReadOnlyDictionary<string, string>.Empty)
            response.Headers[name] = value;
    }
}
