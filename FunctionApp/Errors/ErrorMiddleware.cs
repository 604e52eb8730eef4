using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace FunctionApp.Errors;

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

            var failure = IsCancelled(context, thrown)
                ? RequestFailures.Cancelled
                : table.Translate(Unwrap(thrown), context.Features.Get<Authentication.Caller>());
            if (failure.Code == FailureTable.UnexpectedCode) Log.Unexpected(logger, context.FunctionDefinition.Name, thrown);
            await context.RefuseAsync(request, failure);
        }
    }

    /// <summary>The caller left, or the host stops. Thrown on, the worker would log either as an error, with its stack.</summary>
    private static bool IsCancelled(FunctionContext context, Exception thrown) =>
        thrown is OperationCanceledException && context.CancellationToken.IsCancellationRequested;

    /// <summary>The worker may hand over what a function threw inside an <see cref="AggregateException"/>.</summary>
    private static Exception Unwrap(Exception thrown) =>
        thrown is AggregateException { InnerExceptions: [var only] } ? only : thrown;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Function {Function} failed unexpectedly")]
        public static partial void Unexpected(ILogger logger, string function, Exception exception);
    }
}
