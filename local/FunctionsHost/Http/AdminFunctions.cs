using System.Text.Json;
using FunctionsHost.Diagnostics;
using FunctionsHost.Functions;
using FunctionsHost.Rpc;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FunctionsHost.Http;

/// <summary>
/// <c>POST /admin/functions/{name}</c> with <c>{"input":"…"}</c> runs a function that is not triggered by HTTP, as Azure's host has
/// it (https://learn.microsoft.com/azure/azure-functions/functions-manually-run-non-http): 202 at once, the result in the log.
/// </summary>
internal sealed class AdminFunctions(Workers workers, Invocations invocations, ILogger logger)
{
    public const string Prefix = "/admin/functions";

    public async Task HandleAsync(HttpContext http, PathString name)
    {
        var worker = await workers.NextAsync(http.RequestAborted);
        if (worker?.Find(name.Value!.Trim('/')) is not { IsHttp: false } function || !HttpMethods.IsPost(http.Request.Method))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (await ReadInputAsync(http) is not { } input)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            await http.Response.WriteAsync("""The body must be {"input":"…"}.""");
            return;
        }

        _ = RunAsync(worker, InvocationRequests.Create(function, input), function.Name);
        http.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    private static async Task<string?> ReadInputAsync(HttpContext http)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
            return body.RootElement.ValueKind == JsonValueKind.Object && body.RootElement.TryGetProperty("input", out var input) ? input.ToString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task RunAsync(Worker worker, InvocationRequest request, string function)
    {
        try
        {
            await invocations.RunAsync(worker, request, function, CancellationToken.None);
        }
        catch (Exception failure) when (failure is FunctionFailedException or WorkerGoneException)
        {
            HostLog.InvocationFailed(logger, failure.Message);
        }
    }
}
