using System.Net;
using System.Reflection;
using FunctionsObo.Authentication;
using FunctionsObo.Errors;
using FunctionsObo.Logging;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace FunctionsObo.Pipeline;

/// <summary>
/// The edge: what ends a request below becomes a response here, once. Invocations without an HTTP request keep their
/// exceptions, which the host needs for its retries.
/// </summary>
internal sealed partial class ErrorMiddleware(ProblemTable table, ProblemWriter problems, ILogger<ErrorMiddleware> logger) : IFunctionsWorkerMiddleware
{
    /// <summary>The Host header and the path make no URL together.</summary>
    private static readonly Problem MalformedAddress = new()
    {
        Status = HttpStatusCode.BadRequest,
        Code = "malformed_address",
        Detail = "The request's Host header is missing or no host's name.",
    };

    /// <summary>For callers who still wait: it is the host that stops, and another instance may answer.</summary>
    private static readonly Problem Cancelled = new()
    {
        Status = HttpStatusCode.ServiceUnavailable,
        Code = "cancelled",
        Detail = "The request was cancelled before it was answered; try again.",
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception thrown)
        {
            if (await context.GetHttpRequestDataAsync() is not { } request) throw;

            var problem = Translate(context, request, Unwrap(thrown));
            if (problem == ProblemTable.Unexpected) Log.Unexpected(logger, OwnName.Of(context.FunctionDefinition.Name), thrown);
            else if (logger.IsEnabled(LogLevel.Information)) Log.Ended(logger, OwnName.Of(context.FunctionDefinition.Name), (int)problem.Status, OwnName.Of(problem.Code));
            await problems.WriteAsync(context, request, problem);
        }
    }

    private Problem Translate(FunctionContext context, HttpRequestData request, Exception cause) => cause switch
    {
        // The caller left, or the host stops. Thrown on, the worker would log either as an error, with its stack.
        OperationCanceledException when context.CancellationToken.IsCancellationRequested => Cancelled,
        UriFormatException when !HasUrl(request) => MalformedAddress,
        _ => table.Translate(cause, acceptsClaimsChallenges: context.Features.Get<Caller>() is not { AcceptsClaimsChallenges: false }),
    };

    /// <summary>What was thrown first, out of all that reflection and tasks put around it. Several cancellations are one.</summary>
    private static Exception Unwrap(Exception thrown) => thrown switch
    {
        TargetInvocationException { InnerException: { } inner } => Unwrap(inner),
        AggregateException { InnerExceptions: [var only] } => Unwrap(only),
        AggregateException several when several.Flatten().InnerExceptions is [var first, ..] all
            && all.All(inner => Unwrap(inner) is OperationCanceledException) => Unwrap(first),
        _ => thrown,
    };

    /// <summary>The worker puts the URL together from the Host header as it came, and reads it when it is asked for.</summary>
    private static bool HasUrl(HttpRequestData request)
    {
        try
        {
            return request.Url is not null;
        }
        catch (UriFormatException)
        {
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(600, LogLevel.Error, "Function {Function} failed unexpectedly", EventName = "FunctionFailed")]
        public static partial void Unexpected(ILogger logger, OwnName function, Exception exception);

        [LoggerMessage(601, LogLevel.Information, "Request to {Function} answered {Status} {Code}", EventName = "RequestFailed", SkipEnabledCheck = true)]
        public static partial void Ended(ILogger logger, OwnName function, int status, OwnName code);
    }
}
