using System.Collections.Concurrent;
using FunctionsObo.Logging;

namespace FunctionsObo.OnBehalfOf;

/// <summary>
/// Lets any number of concurrent callers with the same key share one piece of work. The work has its own time and its own
/// cancellation: a caller that leaves gets its cancellation, and the others their result. How it ended is not remembered.
/// </summary>
/// <param name="budget">How long one flight may take.</param>
/// <param name="time">The clock of the budget.</param>
internal sealed class SingleFlight<TKey, TResult>(TimeSpan budget, TimeProvider time)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Lazy<Task<TResult>>> _flights = new();

    /// <summary>Joins the flight of this key, or starts it.</summary>
    /// <param name="key">What is being worked on.</param>
    /// <param name="work">The work; it should look first whether another flight has just done it.</param>
    /// <param name="cancellationToken">Ends this caller's waiting, not the flight.</param>
    /// <returns>The result, and whether this caller joined a flight that was under way.</returns>
    public (Task<TResult> Result, bool Joined) Join(TKey key, Func<CancellationToken, Task<TResult>> work, CancellationToken cancellationToken)
    {
        var mine = new Lazy<Task<TResult>>(() => FlyAsync(key, work));
        var flight = _flights.GetOrAdd(key, mine);
        return (flight.Value.WaitAsync(cancellationToken), flight != mine);
    }

    private Task<TResult> FlyAsync(TKey key, Func<CancellationToken, Task<TResult>> work)
    {
        // Without the first caller's context: nothing of one request may leak into what all share. Only the lines in the log are written there.
        var request = ExecutionContext.Capture();
        using var flow = ExecutionContext.SuppressFlow();
        var flight = Task.Run(async () =>
        {
            RequestContext.BelongTo(request);
            using var deadline = new CancellationTokenSource(budget, time);
            try
            {
                return await work(deadline.Token);
            }
            finally
            {
                _flights.TryRemove(key, out _);
            }
        });

        // All callers may have left: a failure that nobody waits for is no crash.
        _ = flight.ContinueWith(static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return flight;
    }
}
