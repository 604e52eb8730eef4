using System.Reflection;
using FunctionsObo.Authentication;
using FunctionsObo.Errors;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace FunctionsObo.Pipeline;

/// <summary>
/// The edge: what ends a request below becomes a response here, once. Invocations without an HTTP request keep their
/// exceptions, which the host needs for its retries.
/// </summary>
internal sealed partial class ErrorMiddleware(FailureTable table, ILogger<ErrorMiddleware> logger) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception thrown)
        {
            if (await context.GetHttpRequestDataAsync() is not { } request) throw;

            var failure = Translate(context, request, Unwrap(thrown));
            if (failure.Code == FailureTable.UnexpectedCode) Log.Unexpected(logger, context.FunctionDefinition.Name, thrown);
            await context.RefuseAsync(request, failure);
        }
    }

    private Failure Translate(FunctionContext context, HttpRequestData request, Exception cause) => cause switch
    {
        // The caller left, or the host stops. Thrown on, the worker would log either as an error, with its stack.
        OperationCanceledException when context.CancellationToken.IsCancellationRequested => RequestFailures.Cancelled,
        UriFormatException when !HasUrl(request) => RequestFailures.MalformedAddress,
        _ => table.Translate(cause, context.Features.Get<Caller>()),
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
        [LoggerMessage(1, LogLevel.Error, "Function {Function} failed unexpectedly")]
        public static partial void Unexpected(ILogger logger, string function, Exception exception);
    }
}
