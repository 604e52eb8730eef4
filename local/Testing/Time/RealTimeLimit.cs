using System.Globalization;
using System.Text;

namespace FunctionsObo.Testing.Time;

/// <summary>Ends what waits on a clock that nobody moves, and says so.</summary>
internal sealed class RealTimeLimit(TimeSpan limit, ManualTime time)
{
    private const int Shown = 10;

    /// <summary>Waits for what is under way.</summary>
    /// <param name="work">What is waited for.</param>
    /// <param name="what">What it is, for the message.</param>
    /// <exception cref="TimeoutException">It took longer than the limit; the message says who waits on the test's clock.</exception>
    public async Task<T> WatchAsync<T>(Task<T> work, Func<string> what)
    {
        await WatchAsync((Task)work, what);
        return await work;
    }

    /// <inheritdoc cref="WatchAsync{T}"/>
    public async Task WatchAsync(Task work, Func<string> what)
    {
        using var ended = new CancellationTokenSource();
        if (await Task.WhenAny(work, Task.Delay(limit, TimeProvider.System, ended.Token)) != work) throw new TimeoutException(Message(what()));
        await ended.CancelAsync();
        await work;
    }

    private string Message(string what)
    {
        var waiting = time.Waiting;
        var message = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{what} took longer than {limit.TotalSeconds:0.###} s of real time.");
        if (waiting.Count == 0) return message.Append(" Nothing waits on the test's clock.").ToString();
        message.Append(CultureInfo.InvariantCulture, $" The test's clock stands at {time.GetUtcNow():HH:mm:ss.fff} until the test moves it. These wait on it:");
        foreach (var timer in waiting.Take(Shown)) message.AppendLine().Append("  ").Append(timer);
        if (waiting.Count > Shown) message.AppendLine().Append(CultureInfo.InvariantCulture, $"  and {waiting.Count - Shown} more");
        return message.AppendLine().Append("Start the call without awaiting it, move the clock with app.Time.Advance(…), then await the call.").ToString();
    }
}
