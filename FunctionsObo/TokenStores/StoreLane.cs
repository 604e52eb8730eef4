using System.Threading.RateLimiting;

namespace FunctionsObo.TokenStores;

/// <summary>
/// The way to a store that may do anything: each call has a budget, whatever its driver does with a cancellation token; what does not come back keeps its place, of which there are a few; and
/// after repeated failures nobody asks for a while.
/// </summary>
/// <remarks>
/// Drivers do not obey a token when their server hangs: Npgsql 10 comes back seconds later (https://github.com/npgsql/npgsql/issues/5191). So the waiting ends, and not the call.
/// </remarks>
/// <param name="way">Who waits, for the log.</param>
/// <param name="atATime">How many calls may be under way, those that nobody waits for any more included.</param>
/// <param name="circuitBreak">How long nobody asks.</param>
/// <param name="diagnostics">Who is told of what happens.</param>
/// <param name="time">The clock of the budgets.</param>
internal sealed class StoreLane(StoreWay way, int atATime, TimeSpan circuitBreak, StoreDiagnostics diagnostics, TimeProvider time) : IDisposable
{
    private const int MostWaiting = 10_000;

    private readonly ConcurrencyLimiter _places = new(new() { PermitLimit = atATime, QueueLimit = MostWaiting });
    private readonly StoreCircuit _circuit = new(circuitBreak, time);

    /// <summary>Who waits.</summary>
    public StoreWay Way => way;

    /// <summary>Whether the store is not asked at the moment.</summary>
    public bool IsOpen => _circuit.IsOpen;

    /// <summary>Calls the store.</summary>
    /// <param name="operation">What it is, for metrics and the log.</param>
    /// <param name="budget">How long to wait, for a place and for the answer together.</param>
    /// <param name="call">The call; its token ends with the budget.</param>
    /// <returns>How it ended. It throws nothing.</returns>
    public async Task<StoreAnswer<T>> CallAsync<T>(StoreOperation operation, TimeSpan budget, Func<CancellationToken, Task<T>> call)
    {
        var began = time.GetTimestamp();
        var answer = await TryAsync(operation, budget, call);
        diagnostics.Ended(operation, answer.Ending, time.GetElapsedTime(began));
        return answer;
    }

    public void Dispose() => _places.Dispose();

    private async Task<StoreAnswer<T>> TryAsync<T>(StoreOperation operation, TimeSpan budget, Func<CancellationToken, Task<T>> call)
    {
        if (budget <= TimeSpan.Zero) return new(StoreEnding.TimedOut, default);
        if (!_circuit.TryEnter(out var isProbe)) return new(StoreEnding.CircuitOpen, default);

        var limit = new CancellationTokenSource(budget, time);
        var over = limit.Token;
        if (await TakePlaceAsync(over) is not { } place)
        {
            limit.Dispose();
            _circuit.Leave(isProbe, succeeded: null);
            return new(StoreEnding.Busy, default);
        }

        try
        {
            var value = await StartAsync(call, limit, place).WaitAsync(over);
            diagnostics.Report(way, _circuit.Leave(isProbe, succeeded: true));
            return new(StoreEnding.Answered, value);
        }
        catch (Exception failed)
        {
            var ending = over.IsCancellationRequested ? StoreEnding.TimedOut : StoreEnding.Failed;
            diagnostics.Report(way, _circuit.Leave(isProbe, succeeded: false));
            diagnostics.Failed(operation, ending, failed);
            return new(ending, default);
        }
    }

    private async Task<RateLimitLease?> TakePlaceAsync(CancellationToken over)
    {
        try
        {
            var place = await _places.AcquireAsync(1, over);
            return place.IsAcquired ? place : null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>On a thread of the pool, as a driver may block before it first awaits; without the context of the request that it is for, which may end before it.</summary>
    private static Task<T> StartAsync<T>(Func<CancellationToken, Task<T>> call, CancellationTokenSource limit, RateLimitLease place)
    {
        using var flow = ExecutionContext.SuppressFlow();
        var over = limit.Token;
        var running = Task.Run(() => call(over));
        _ = running.ContinueWith(
            ended =>
            {
                _ = ended.Exception; // nobody may be left who would see it
                place.Dispose();
                limit.Dispose();
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return running;
    }
}

/// <summary>Who waits for a call of the store.</summary>
internal enum StoreWay
{
    /// <summary>A request.</summary>
    Requests,

    /// <summary>Nobody.</summary>
    Background,

    /// <summary>A long-running session.</summary>
    Sessions,
}
