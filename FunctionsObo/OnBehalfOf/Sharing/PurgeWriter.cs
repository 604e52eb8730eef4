using System.Diagnostics.Metrics;
using System.Threading.Channels;
using FunctionsObo.Authentication;
using FunctionsObo.Errors;
using FunctionsObo.TokenStores;

namespace FunctionsObo.OnBehalfOf.Sharing;

/// <summary>Tells other instances of purges on this one, until the store has taken each of them.</summary>
internal sealed class PurgeWriter
{
    /// <summary>After it nothing can exist that began before: longer than any entry or session.</summary>
    public static readonly TimeSpan MarkLifetime = TimeSpan.FromDays(91);

    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);

    /// <summary>Those that come later wait behind it: so long may a purge be late when a store is back.</summary>
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(5);

    private readonly GuardedStore _store;
    private readonly SharedMarks _shared;
    private readonly PurgeSubjects _subjects;
    private readonly TimeProvider _time;

    private readonly Channel<StorePlace> _waiting = Channel.CreateUnbounded<StorePlace>();
    private int _untold;

    public PurgeWriter(GuardedStore store, SharedMarks shared, PurgeSubjects subjects, IMeterFactory meters, TimeProvider time)
    {
        (_store, _shared, _subjects, _time) = (store, shared, subjects, time);
        meters.Create(Telemetry.Name).CreateObservableGauge("functionsobo.purges.waiting", () => Volatile.Read(ref _untold), "{purge}", "Purges that other instances have not been told of yet, as the store does not take them.");
    }

    public void Publish(PrincipalId user) => Publish(_subjects.Of(user));

    public void PublishApi(string api) => Publish(_subjects.OfApi(api));

    /// <summary>Writes one after the other, until the host stops.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        await foreach (var subject in _waiting.Reader.ReadAllAsync(stopping))
        {
            for (var failures = 1; !await WriteAsync(subject); failures++) await Task.Delay(Backoff.After(failures, FirstRetry, LongestRetry), _time, stopping);
            Interlocked.Decrement(ref _untold);
        }
    }

    private void Publish(StorePlace subject)
    {
        if (_store.Coordinating is null)
        {
            _shared.Note(subject, _time.GetUtcNow()); // there is no other clock
            return;
        }

        _shared.NoteOwn(subject);
        Interlocked.Increment(ref _untold);
        _waiting.Writer.TryWrite(subject);
    }

    private async Task<bool> WriteAsync(StorePlace subject) => (await _store.BackgroundAsync(StoreOperation.WriteMark, async (store, over) =>
    {
        await store.AddMarkAsync(subject, MarkLifetime, over);
        return true;
    })).Arrived;
}
