using System.Collections.Frozen;
using FunctionsWorker.Discovery;
using FunctionsWorker.Hosting;
using FunctionsWorker.Invocations;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FunctionsWorker.Http;

/// <summary>The endpoint of one HTTP function: request in, invocation, response out. Whatever fails is 500 without a body.</summary>
internal sealed partial class FunctionEndpoint(
    Function function, FrozenSet<string> routeNames, FunctionRunner runner, ResponseWriter writer, ILogger logger)
{
    // What nginx calls a client that left before its answer; nobody is there to see it but the log.
    private const int ClientClosedRequest = 499;

    public async Task HandleAsync(HttpContext http)
    {
        if (await TryReadBodyAsync(http) is not { } body) return;
        var invocation = runner.Begin(function, new HttpTriggerData(http, body, routeNames), http.RequestAborted);
        try
        {
            await runner.RunAsync(invocation);
            await writer.WriteAsync(http.Response, invocation.Bindings, function.HttpOutput?.Name);
            Log.Succeeded(logger, function.Name, invocation);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            Log.ClientLeft(logger, function.Name, invocation.InvocationId);
            http.Response.StatusCode = ClientClosedRequest;
        }
#pragma warning disable CA1031 // The edge: a function may throw anything, and none of it may reach the client.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.Failed(logger, e, function.Name, invocation.InvocationId);
            Fail(http);
        }
        finally
        {
            await runner.EndAsync(invocation);
        }
    }

    private static async ValueTask<Stream?> TryReadBodyAsync(HttpContext http)
    {
        try
        {
            return await RequestBody.ReadAsync(http.Request);
        }
        catch (BadHttpRequestException e)
        {
            http.Response.StatusCode = e.StatusCode;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            http.Response.StatusCode = ClientClosedRequest;
        }
        return null;
    }

    private static void Fail(HttpContext http)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }
        http.Response.Clear();
        http.Response.StatusCode = StatusCodes.Status500InternalServerError;
    }

    private static partial class Log
    {
        // The invocation makes its id when it is asked: only a listener should ask.
        public static void Succeeded(ILogger logger, string function, Invocation invocation)
        {
            if (logger.IsEnabled(LogLevel.Debug)) Succeeded(logger, function, invocation.InvocationId);
        }

        [LoggerMessage(1, LogLevel.Error, "Executed 'Functions.{Function}' (Failed, Id={InvocationId})")]
        public static partial void Failed(ILogger logger, Exception exception, string function, string invocationId);

        [LoggerMessage(2, LogLevel.Information, "Executed 'Functions.{Function}' (Canceled: the client left, Id={InvocationId})")]
        public static partial void ClientLeft(ILogger logger, string function, string invocationId);

        [LoggerMessage(3, LogLevel.Debug, "Executed 'Functions.{Function}' (Succeeded, Id={InvocationId})")]
        private static partial void Succeeded(ILogger logger, string function, string invocationId);
    }
}
