using FunctionsHost.Diagnostics;
using FunctionsHost.Functions;
using FunctionsHost.Rpc;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FunctionsHost.Http;

/// <summary>Takes a request that fits a function's route to a worker, and the worker's answer to the client.</summary>
internal sealed class FunctionEndpoint(Workers workers, Invocations invocations, HttpForwarding forwarding, ILogger logger)
{
    public async Task HandleAsync(HttpContext http, string functionName)
    {
        using var span = HostSpan.Start(http.Request, functionName);
        try
        {
            if (await workers.NextAsync(http.RequestAborted) is not { } worker)
            {
                http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return;
            }

            var function = worker.Find(functionName) ?? throw new FunctionFailedException(functionName, "this worker has not loaded it");
            if (worker.HttpAddress is { } address) await forwarding.RunAsync(http, worker, function, address);
            else await RunAsync(http, worker, function);
        }
        catch (BadHttpRequestException malformed)
        {
            Refuse(http, malformed.StatusCode);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to answer.
        }
        catch (Exception failure) when (failure is FunctionFailedException or WorkerGoneException)
        {
            HostLog.InvocationFailed(logger, failure.Message);
            Refuse(http, StatusCodes.Status500InternalServerError);
        }
        finally
        {
            HostSpan.End(http.Response);
        }
    }

    private async Task RunAsync(HttpContext http, Worker worker, HostedFunction function)
    {
        var request = await InvocationRequests.CreateAsync(function, http.Request, bodyIsForwarded: false);
        var response = await invocations.RunAsync(worker, request, function.Name, http.RequestAborted);
        try
        {
            await AnswerWriter.WriteAsync(http.Response, Answer.Of(response, function.HttpOutput));
        }
        catch (Exception unsendable) when (unsendable is InvalidOperationException or ArgumentException)
        {
            HostLog.AnswerNotSent(logger, function.Name, unsendable.Message);
            Refuse(http, StatusCodes.Status500InternalServerError);
        }
    }

    private static void Refuse(HttpContext http, int status)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }

        http.Response.Clear();
        http.Response.StatusCode = status;
    }
}
