using System.Collections.ObjectModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Net.Http.Headers;

namespace DevStack.DownstreamApis.Faults;

/// <summary>Carries a fault out.</summary>
internal static class FaultAnswer
{
    public static async Task SendAsync(DownstreamFault fault, HttpContext context, RequestDelegate realAnswer, TimeProvider time)
    {
        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            if (fault.DelayMs > 0)
                await Task.Delay(TimeSpan.FromMilliseconds(fault.DelayMs), time, end.Token);
            if (fault.Hang)
                await Task.Delay(Timeout.InfiniteTimeSpan, time, end.Token);
            if (fault.Drop)
                context.Abort();
            else
                await AnswerAsync(fault, context, realAnswer, time, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The caller left, or the server stops: there is nobody to answer any more.
            context.Abort();
        }
    }

    private static Task AnswerAsync(DownstreamFault fault, HttpContext context, RequestDelegate realAnswer, TimeProvider time, CancellationToken end)
    {
        SetHeaders(fault, context.Response);
        if (StatusOf(fault) is not { } status)
            return realAnswer(context);
        context.Response.StatusCode = status;
        return FaultBody.WriteAsync(fault, context.Response, time, end);
    }

    private static int? StatusOf(DownstreamFault fault) => fault switch
    {
        { Status: { } status } => status,
        { WwwAuthenticate: not null } => StatusCodes.Status401Unauthorized,
        { RedirectTo: not null } => StatusCodes.Status302Found,
        { Body: not null } or { Bytes: > 0 } or { GzipBytes: > 0 } or { SlowBody: > 0 } => StatusCodes.Status200OK,
        _ => null,
    };

    private static void SetHeaders(DownstreamFault fault, HttpResponse response)
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
