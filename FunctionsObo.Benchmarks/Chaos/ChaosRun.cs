using FunctionsObo.Benchmarks.Support;

namespace FunctionsObo.Benchmarks.Chaos;

/// <summary>
/// Users at random call four processes that share one PostgreSQL, while the database and the identity platform are disturbed at random. Every answer is checked. What happens comes from the
/// seed; when it happens beside what else, from the machine.
/// </summary>
internal static class ChaosRun
{
    private const int Users = 200;
    private const int Callers = 8;

    /// <summary>Long enough to see that purges reach all when nothing is in their way.</summary>
    private static readonly TimeSpan LongestPauseOfDatabase = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestPauseOfPlatform = TimeSpan.FromSeconds(8);

    /// <returns>The exit code: 0 if no answer was wrong and none failed.</returns>
    public static async Task<int> RunAsync(TimeSpan duration, int seed, CancellationToken stop)
    {
        Console.WriteLine($"Seed {seed}, {duration.TotalMinutes:0.##} minutes. Publishing and starting {ChaosStack.Instances} processes.");
        await using var stack = await ChaosStack.StartAsync(Users, stop);
        var users = Enumerable.Range(0, Users).Select(number => new ChaosUser(stack.Emulator, number)).ToArray();
        stack.Emulator.Stats.Reset();

        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        end.CancelAfter(duration);
        var journal = new Journal();
        var signOuts = new SignOutCheck(stack.Graph.Seen, journal);
        var database = new Disturbance(DatabaseFaults.Of(stack.Database), LongestPauseOfDatabase, new Random(seed), journal);
        var platform = new Disturbance(PlatformFaults.Of(stack.Emulator, users), LongestPauseOfPlatform, new Random(seed + 1), journal);
        var callers = Enumerable.Range(0, Callers).Select(caller => new ChaosCaller(stack.Address, users, signOuts, new Random(seed + 2 + caller), journal));
        await Task.WhenAll([database.RunAsync(end.Token), platform.RunAsync(end.Token), .. callers.Select(caller => caller.RunAsync(end.Token))]);

        Console.WriteLine(ChaosSum.Of(journal, stack.Emulator.Stats.Snapshot().Exchanges(), users.Sum(user => user.Needed)));
        return journal.Wrong.IsEmpty && journal.Failed.IsEmpty ? 0 : 1;
    }
}
