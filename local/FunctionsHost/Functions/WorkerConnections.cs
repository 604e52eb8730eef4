using FunctionsHost.Diagnostics;
using FunctionsHost.Rpc;
using Microsoft.Extensions.Logging;

namespace FunctionsHost.Functions;

/// <summary>Brings a worker from its start to being ready, whatever it runs in.</summary>
internal sealed class WorkerConnections(Uri endpoint, ExpectedWorkers expected, TimeSpan timeout, ILogger logger)
{
    /// <summary>Where workers connect to.</summary>
    public Uri Endpoint => endpoint;

    /// <summary>Starts a worker with an id of its own, and prepares it once it has connected.</summary>
    /// <param name="directory">The folder of the app's assembly.</param>
    /// <param name="start">Starts a worker of this id; what it returns completes, with its reason, if the worker ends before it is ready.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="FunctionsHostException">It did not connect in time, or cannot be prepared.</exception>
    public async Task<Worker> ConnectAsync(string directory, Func<string, Task<Task<FunctionsHostException>>> start, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        var (workerId, connected) = expected.Add();
        try
        {
            var ended = await start(workerId);
            var ready = PrepareAsync(connected, directory, limit.Token);
            return await Task.WhenAny(ready, ended) == ended && !ready.IsCompletedSuccessfully ? throw await ended : await ready;
        }
        catch (OperationCanceledException late) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new FunctionsHostException($"The worker did not get ready within {timeout.TotalSeconds:0} s.", late);
        }
        catch (WorkerGoneException gone)
        {
            throw new FunctionsHostException("The worker ended while it was getting ready.", gone);
        }
        finally
        {
            expected.Remove(workerId);
        }
    }

    private async Task<Worker> PrepareAsync(Task<WorkerChannel> connected, string directory, CancellationToken cancellationToken) =>
        await Worker.PrepareAsync(await connected.WaitAsync(cancellationToken), directory, logger, cancellationToken);
}
