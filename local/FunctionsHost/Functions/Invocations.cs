using System.Collections.Concurrent;
using FunctionsHost.Diagnostics;
using FunctionsHost.Rpc;
using Microsoft.Extensions.Logging;

namespace FunctionsHost.Functions;

/// <summary>Sends invocations to workers and waits for their results; knows what is under way, to cancel it when the host stops.</summary>
internal sealed class Invocations(TimeSpan timeout, InvocationTraces traces, ILogger logger) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, Task> _underWay = new(StringComparer.Ordinal);

    /// <summary>Runs a function to its end. A caller who leaves cancels the invocation, which is then still waited for, as in Azure.</summary>
    /// <exception cref="WorkerGoneException">The worker ended before the function.</exception>
    /// <exception cref="FunctionFailedException">The function threw, or ran longer than <c>functionTimeout</c>.</exception>
    public async Task<InvocationResponse> RunAsync(Worker worker, InvocationRequest request, string function, CancellationToken callerLeft)
    {
        var done = new TaskCompletionSource();
        _underWay[request.InvocationId] = done.Task;
        traces.Begin(request);
        try
        {
            return await RunToEndAsync(worker, request, function, callerLeft);
        }
        finally
        {
            traces.End(request);
            _underWay.TryRemove(request.InvocationId, out _);
            done.SetResult();
        }
    }

    /// <summary>Cancels all that is under way and waits until it has ended, at most until the token says so.</summary>
    public async Task CancelAllAsync(CancellationToken limit)
    {
        await _stop.CancelAsync();
        try
        {
            await Task.WhenAll(_underWay.Values).WaitAsync(limit);
        }
        catch (OperationCanceledException)
        {
            HostLog.StillRunning(logger, _underWay.Count);
        }
    }

    public void Dispose() => _stop.Dispose();

    private async Task<InvocationResponse> RunToEndAsync(Worker worker, InvocationRequest request, string function, CancellationToken callerLeft)
    {
        using var limit = new CancellationTokenSource(timeout);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(callerLeft, _stop.Token);
        var asked = worker.Channel.AskAsync(new StreamingMessage { InvocationRequest = request }, limit.Token);
        await using var cancelled = cancel.Token.UnsafeRegister(_ => Cancel(), state: null);
        try
        {
            var response = (await asked).InvocationResponse ?? throw new WorkerGoneException();
            if (response.Result?.Status == StatusResult.Types.Status.Success) return response;
            throw new FunctionFailedException(function, response.Result?.Exception?.Message ?? "the worker said no reason");
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            Cancel();
            throw new FunctionFailedException(function, $"it ran longer than functionTimeout ({timeout}) allows");
        }

        void Cancel() => worker.Channel.Send(new StreamingMessage { InvocationCancel = new InvocationCancel { InvocationId = request.InvocationId } });
    }
}

/// <summary>A function did not come to its end: it threw, or ran longer than it may.</summary>
public sealed class FunctionFailedException(string function, string reason) : Exception($"Function '{function}' failed: {reason}");
