using System.Collections.Concurrent;
using System.Diagnostics;

namespace FunctionsObo.Benchmarks.Chaos;

/// <summary>What has happened so far. Faults are printed as they come, so that a failure can be seen beside them.</summary>
internal sealed class Journal
{
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly ConcurrentQueue<TimeSpan> _latencies = new();
    private readonly ConcurrentDictionary<string, int> _faults = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _now = new(StringComparer.Ordinal);
    private int _signOuts;
    private int _compared;
    private long _quietSince = Stopwatch.GetTimestamp();

    /// <summary>Answers with data of another user.</summary>
    public ConcurrentQueue<string> Wrong { get; } = new();

    /// <summary>Requests without the answer that was due.</summary>
    public ConcurrentQueue<string> Failed { get; } = new();

    /// <summary>How often each fault was.</summary>
    public IReadOnlyDictionary<string, int> Faults => _faults;

    /// <summary>The latencies so far, the shortest first.</summary>
    public TimeSpan[] Latencies => [.. _latencies.Order()];

    public int SignOuts => _signOuts;

    /// <summary>How many answers were compared with what was known before a sign-out.</summary>
    public int ComparedWithSignOut => _compared;

    /// <summary>Since when the database has had no fault, as a timestamp of <see cref="Stopwatch"/>; the latest there is while it has one.</summary>
    public long QuietSince => _now.Keys.Any(IsOfDatabase) ? long.MaxValue : Volatile.Read(ref _quietSince);

    public void Begins(string fault)
    {
        _faults.AddOrUpdate(fault, 1, (_, count) => count + 1);
        _now.TryAdd(fault, 0);
        Console.WriteLine($"{Now} {fault}");
    }

    public void Ends(string fault)
    {
        if (IsOfDatabase(fault)) Volatile.Write(ref _quietSince, Stopwatch.GetTimestamp());
        _now.TryRemove(fault, out _);
        Console.WriteLine($"{Now} {fault}: over");
    }

    public void Answered(TimeSpan latency) => _latencies.Enqueue(latency);

    public void ComparesWithSignOut() => Interlocked.Increment(ref _compared);

    public void SignedOut() => Interlocked.Increment(ref _signOuts);

    public void IsWrong(string what) => Keep(Wrong, "WRONG", what);

    public void Fails(string what) => Keep(Failed, "FAILED", what);

    private static bool IsOfDatabase(string fault) => fault.StartsWith("database", StringComparison.Ordinal);

    private string Now => $"{Stopwatch.GetElapsedTime(_began).TotalSeconds,7:0.0} s";

    private void Keep(ConcurrentQueue<string> where, string kind, string what)
    {
        where.Enqueue(what);
        Console.WriteLine($"{Now} {kind} {what} ({string.Join(", ", _now.Keys.DefaultIfEmpty("no fault"))})");
    }
}
