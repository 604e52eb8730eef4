using System.Collections.Concurrent;
using FunctionsObo.TokenStores;

namespace TestSupport.Stores;

/// <summary>
/// A store of instances in one process, which can do everything, and can be made to misbehave. What is in it can be looked at and changed, as somebody could who has got at a real one.
/// </summary>
internal sealed class MemoryTokenStore(TimeProvider time) : ICoordinatingTokenStore
{
    private readonly Lock _gate = new();
    private readonly List<(StoredMark Mark, DateTimeOffset Until)> _marks = [];
    private TaskCompletionSource _marked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _versions;

    /// <summary>The entries.</summary>
    public ConcurrentDictionary<StorePlace, (byte[] Content, DateTimeOffset Until)> Entries { get; } = new();

    /// <summary>Who has a claim, and until when.</summary>
    public ConcurrentDictionary<StorePlace, (Guid Holder, DateTimeOffset Until)> Claims { get; } = new();

    /// <summary>The long-running sessions.</summary>
    public ConcurrentDictionary<StorePlace, (StoredSession Session, DateTimeOffset Until)> Sessions { get; } = new();

    /// <summary>Called before each operation with its name: what is thrown is thrown, and what does not end hangs.</summary>
    public Func<string, Task>? Before { get; set; }

    /// <summary>Whether it tells of new marks.</summary>
    public bool Tells { get; set; }

    /// <summary>The operations so far, by name.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    public int Count(string operation) => Asked.Count(one => one == operation);

    public Task<byte[]?> GetAsync(StorePlace place, CancellationToken cancellationToken) => DoAsync(nameof(GetAsync), () =>
        Entries.TryGetValue(place, out var entry) && entry.Until > Now ? entry.Content : null);

    public Task SetIfNewerAsync(StorePlace place, byte[] content, TimeSpan lifetime, CancellationToken cancellationToken) => DoAsync(nameof(SetIfNewerAsync), () =>
        Entries.AddOrUpdate(place, (content, Now + lifetime), (_, there) => there.Until > Now + lifetime ? there : (content, Now + lifetime)));

    public Task RemoveAsync(StorePlace place, CancellationToken cancellationToken) => DoAsync(nameof(RemoveAsync), () => Entries.TryRemove(place, out _));

    public Task<bool> ClaimAsync(StorePlace place, Guid holder, TimeSpan lease, CancellationToken cancellationToken) => DoAsync(nameof(ClaimAsync), () =>
    {
        if (Claims.TryGetValue(place, out var there) && there.Until > Now && there.Holder != holder) return false;
        Claims[place] = (holder, Now + lease);
        return true;
    });

    public Task ReleaseAsync(StorePlace place, Guid holder, CancellationToken cancellationToken) => DoAsync(nameof(ReleaseAsync), () =>
        Claims.TryGetValue(place, out var there) && there.Holder == holder && Claims.TryRemove(place, out _));

    public Task AddMarkAsync(StorePlace subject, TimeSpan lifetime, CancellationToken cancellationToken) => DoAsync(nameof(AddMarkAsync), () =>
    {
        _marks.Add((new StoredMark(subject, Now), Now + lifetime));
        Interlocked.Exchange(ref _marked, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        return true;
    });

    public Task<StoredMarks> GetMarksAsync(long position, CancellationToken cancellationToken) => DoAsync(nameof(GetMarksAsync), () =>
        new StoredMarks([.. _marks.Skip((int)position).Where(one => one.Until > Now).Select(one => one.Mark)], _marks.Count));

    public Task WaitForMarkAsync(CancellationToken cancellationToken) => Tells ? _marked.Task.WaitAsync(cancellationToken) : Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);

    public Task<StoredSession?> GetSessionAsync(StorePlace place, CancellationToken cancellationToken) => DoAsync(nameof(GetSessionAsync), () => Session(place));

    public Task<bool> CompareAndSetSessionAsync(StorePlace place, long version, byte[] content, TimeSpan lifetime, CancellationToken cancellationToken) => DoAsync(nameof(CompareAndSetSessionAsync), () =>
    {
        if ((Session(place)?.Version ?? 0) != version) return false;
        Sessions[place] = (new StoredSession(content, ++_versions), Now + lifetime);
        return true;
    });

    public Task RemoveSessionAsync(StorePlace place, CancellationToken cancellationToken) => DoAsync(nameof(RemoveSessionAsync), () => Sessions.TryRemove(place, out _));

    /// <summary>Forgets all marks, as a store that was made anew.</summary>
    public void LoseMarks()
    {
        lock (_gate) _marks.Clear();
    }

    private DateTimeOffset Now => time.GetUtcNow();

    private StoredSession? Session(StorePlace place) => Sessions.TryGetValue(place, out var there) && there.Until > Now ? there.Session : null;

    private async Task<T> DoAsync<T>(string operation, Func<T> work)
    {
        Asked.Enqueue(operation);
        if (Before is { } before) await before(operation);
        lock (_gate) return work();
    }
}
