using System.Diagnostics.Metrics;
using FunctionsObo.Authentication;
using FunctionsObo.OnBehalfOf.Cache;
using FunctionsObo.TokenStores;
using Microsoft.Extensions.Options;

namespace FunctionsObo.OnBehalfOf.Sharing;

/// <summary>
/// Learns of purges of other instances. What this instance wrote itself comes back to it and counts once more: that costs an exchange, and telling the two apart could miss one.
/// </summary>
internal sealed class PurgeReader
{
    /// <summary>Without an answer for so many intervals nobody knows what was purged meanwhile: then nothing of other instances is used.</summary>
    private const int MostIntervals = 4;

    private readonly GuardedStore _store;
    private readonly SharedMarks _shared;
    private readonly PurgeMarks _marks;
    private readonly DownstreamTokenCache _cache;
    private readonly MonotonicClock _clock;
    private readonly TimeProvider _time;
    private readonly TimeSpan _freshFor;
    private readonly Lock _gate = new();
    private Task _reading = Task.CompletedTask;
    private long _position;
    private TimeSpan? _readAt;

    public PurgeReader(
        GuardedStore store, SharedMarks shared, PurgeMarks marks, DownstreamTokenCache cache, IOptions<DistributedTokenCacheOptions> options, IMeterFactory meters, MonotonicClock clock, TimeProvider time)
    {
        (_store, _shared, _marks, _cache, _clock, _time) = (store, shared, marks, cache, clock, time);
        _freshFor = options.Value.PurgePollInterval * MostIntervals;
        meters.Create(Telemetry.Name).CreateObservableGauge("functionsobo.purges.age", AgeOfLast, "s", "The time since purges of other instances were last read; nothing before the first time.");
    }

    /// <summary>Whether it is known what was purged elsewhere, up to a short time ago. A store without marks has nothing to know.</summary>
    private bool IsFresh => _store.Coordinating is null || (_readAt is { } readAt && _clock.Now - readAt < _freshFor);

    /// <summary>The same after having read, if need be.</summary>
    /// <param name="budget">How long a request may wait.</param>
    public async ValueTask<bool> IsFreshAsync(TimeSpan budget) => IsFresh || await ReadAsync(budget);

    /// <summary>Reads in any case, and says the same.</summary>
    /// <param name="budget">How long a request may wait.</param>
    public async Task<bool> ReadAsync(TimeSpan budget)
    {
        if (budget > TimeSpan.Zero) await ReadAsync().WaitAsync(budget, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return IsFresh;
    }

    /// <summary>Reads, or waits for the reading that is under way. A store that fails is no error.</summary>
    public Task ReadAsync()
    {
        lock (_gate)
        {
            if (!_reading.IsCompleted) return _reading;
            using var flow = ExecutionContext.SuppressFlow();
            return _reading = Task.Run(ReadAllAsync);
        }
    }

    private async Task ReadAllAsync()
    {
        var began = _clock.Now;
        var answer = await AskAsync();
        if (answer is { Arrived: true, Value: { } counted } && counted.Position < _position)
        {
            _position = 0; // the store counts anew
            answer = await AskAsync();
        }

        if (answer is not { Arrived: true, Value: { } read }) return;
        foreach (var mark in read.Marks)
        {
            _shared.Note(mark.Subject, mark.At); // first: whoever sees the purge finds no entry from before it
            _marks.Purge(mark.Subject);
        }

        if (read.Marks.Count > 0) _cache.RemovePurged();
        (_position, _readAt) = (read.Position, began);
    }

    private Task<StoreAnswer<StoredMarks>> AskAsync()
    {
        var position = _position;
        return _store.BackgroundAsync(StoreOperation.ReadMarks, (store, over) => store.GetMarksAsync(position, over));
    }

    private IEnumerable<Measurement<double>> AgeOfLast() => _readAt is { } readAt ? [new((_clock.Now - readAt).TotalSeconds)] : [];
}
