namespace FunctionsHost.Functions;

/// <summary>The workers that are ready, taken in turn. Requests wait a while when there is none.</summary>
internal sealed class Workers
{
    /// <summary>As long as Azure's host holds a request that comes while it is starting.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private TaskCompletionSource _any = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Worker[] _ready = [];
    private uint _turn;

    /// <summary>True once no worker will come any more.</summary>
    public bool AreClosed { get; private set; }

    public void Add(Worker worker)
    {
        lock (_gate)
        {
            _ready = [.. _ready, worker];
            _any.TrySetResult();
        }
    }

    public void Remove(Worker worker)
    {
        lock (_gate)
        {
            _ready = [.. _ready.Where(other => other != worker)];
            if (_ready.Length == 0 && !AreClosed) _any = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Lets nobody wait any longer.</summary>
    public void Close()
    {
        lock (_gate)
        {
            AreClosed = true;
            _any.TrySetResult();
        }
    }

    /// <returns>The next worker, or null when none is there and none comes in time.</returns>
    public async ValueTask<Worker?> NextAsync(CancellationToken cancellationToken)
    {
        if (Next() is { } ready) return ready;
        try
        {
            await _any.Task.WaitAsync(Patience, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }

        return Next();
    }

    private Worker? Next()
    {
        var ready = _ready;
        return AreClosed || ready.Length == 0 ? null : ready[Interlocked.Increment(ref _turn) % ready.Length];
    }
}
