using System.Collections.Concurrent;

namespace FunctionsHost.Rpc;

/// <summary>The workers that were started and have not connected yet, by their id. Nobody else is let in: an id cannot be guessed.</summary>
internal sealed class ExpectedWorkers
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<WorkerChannel>> _expected = new(StringComparer.Ordinal);

    /// <summary>A new id, and the channel once the worker of that id has connected.</summary>
    public (string WorkerId, Task<WorkerChannel> Connected) Add()
    {
        var workerId = Guid.NewGuid().ToString();
        var connected = new TaskCompletionSource<WorkerChannel>(TaskCreationOptions.RunContinuationsAsynchronously);
        _expected[workerId] = connected;
        return (workerId, connected.Task);
    }

    /// <summary>Hands the channel to whoever waits for that worker.</summary>
    /// <returns>Whether the worker was expected.</returns>
    public bool Connect(string workerId, WorkerChannel channel) =>
        _expected.TryRemove(workerId, out var connected) && connected.TrySetResult(channel);

    public void Remove(string workerId) => _expected.TryRemove(workerId, out _);
}
