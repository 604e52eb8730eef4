using System.Collections.Concurrent;

namespace FunctionsObo.PostgreSql;

/// <summary>
/// Threads for calls that may block. A driver that waits for a frozen server holds some of these, and none of the pool's, which serve requests: Npgsql blocks a thread of the
/// pool while it tries to cancel a command (https://github.com/npgsql/npgsql/issues/3696). They are started with the first call.
/// </summary>
internal sealed class OwnThreads : IDisposable
{
    private const int MostWaiting = 1_000;

    /// <summary>Enough for a call of the driver; the default is six times as much for each thread.</summary>
    private const int StackBytes = 256 * 1024;

    private readonly BlockingCollection<Action> _calls = new(MostWaiting);
    private readonly Lazy<int> _started;

    /// <param name="count">How many calls run at a time.</param>
    public OwnThreads(int count) => _started = new(() => Start(count));

    /// <summary>Runs a call as soon as a thread is free. Whoever awaits it goes on elsewhere.</summary>
    /// <param name="call">May block.</param>
    /// <param name="nobodyWaits">Skips a call that has not begun. One that has is not touched.</param>
    /// <exception cref="InvalidOperationException">Too many wait already, or the threads have ended.</exception>
    public Task<T> RunAsync<T>(Func<T> call, CancellationToken nobodyWaits)
    {
        _ = _started.Value;
        var ending = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_calls.TryAdd(() => Run(call, ending, nobodyWaits))) throw new InvalidOperationException("Too many calls of the database wait for a thread.");
        return ending.Task;
    }

    /// <summary>Takes no more calls. Those that wait are still made.</summary>
    public void Dispose() => _calls.CompleteAdding();

    private int Start(int count)
    {
        for (var i = 0; i < count; i++) new Thread(Work, StackBytes) { IsBackground = true, Name = "FunctionsObo.PostgreSql" }.UnsafeStart();
        return count;
    }

    private void Work()
    {
        foreach (var call in _calls.GetConsumingEnumerable()) call();
    }

    private static void Run<T>(Func<T> call, TaskCompletionSource<T> ending, CancellationToken nobodyWaits)
    {
        if (nobodyWaits.IsCancellationRequested)
        {
            ending.SetCanceled(nobodyWaits);
            return;
        }

        try
        {
            ending.SetResult(call());
        }
        catch (Exception failure)
        {
            ending.SetException(failure);
        }
    }
}
