namespace FunctionsObo.Benchmarks.Chaos;

/// <summary>One fault after the other, at random, with pauses in which all is well.</summary>
internal sealed class Disturbance(IReadOnlyList<ChaosFault> faults, TimeSpan longestPause, Random random, Journal journal)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

    /// <summary>Goes on until the end; then the last one is repaired.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        while (true)
        {
            await Pause(Between(ShortestPause, longestPause), end);
            if (end.IsCancellationRequested) return;
            var (fault, length) = (faults[random.Next(faults.Count)], Between(Shortest, Longest));
            journal.Begins(fault.Name);
            await fault.PlayAsync(Pause(length, end));
            journal.Ends(fault.Name);
        }
    }

    private TimeSpan Between(TimeSpan least, TimeSpan most) => least + ((most - least) * random.NextDouble());

    private static async Task Pause(TimeSpan time, CancellationToken end) => await Task.Delay(time, TimeProvider.System, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
