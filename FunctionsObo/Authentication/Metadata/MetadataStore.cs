using FunctionsObo.Errors;
using FunctionsObo.Registration;
using Microsoft.Extensions.Options;

namespace FunctionsObo.Authentication.Metadata;

/// <summary>
/// Keeps the identity platform's metadata: the last good one for as long as the identity platform is in trouble. One fetch is in flight
/// at a time, whoever asks for it.
/// </summary>
internal sealed class MetadataStore
{
    private static readonly TimeSpan FirstRetryDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestColdRetryDelay = TimeSpan.FromSeconds(30);

    /// <summary>A refresh begins at the latest after so many of its intervals: <see cref="Jitter"/>.</summary>
    public const double LatestRefresh = 1.1;

    private readonly Lock _gate = new();
    private readonly MetadataFetch _fetch;
    private readonly TimeProvider _time;
    private readonly TimeSpan _refreshInterval;
    private readonly UnknownKeys _unknownKeys;
    private volatile PlatformMetadata? _current;
    private volatile int _failures;
    private Task<MetadataOutcome>? _inFlight;
    private long _fetchedAt;
    private (long From, TimeSpan Delay) _next;
    private TaskCompletionSource _nextChanged = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public MetadataStore(MetadataFetch fetch, IOptions<AzureAdOptions> options, TimeProvider time)
    {
        (_fetch, _time) = (fetch, time);
        _refreshInterval = options.Value.MetadataRefreshInterval;
        _unknownKeys = new UnknownKeys(options.Value.UnknownKeyCooldown, time);
        fetch.ObserveAge(() => Freshness.Age);
    }

    /// <summary>The metadata as far as it is known; null until the first fetch has succeeded.</summary>
    public PlatformMetadata? Current => _current;

    /// <summary>How long ago the metadata was fetched, null while there is none; and how many fetches have failed since.</summary>
    public (TimeSpan? Age, int Failures) Freshness => (_current is null ? null : _time.GetElapsedTime(Volatile.Read(ref _fetchedAt)), _failures);

    /// <summary>How long it is until the next fetch in the background: a retry after a failure, the usual refresh otherwise.</summary>
    public TimeSpan NextAttemptIn => NextAttempt.In;

    /// <summary>The same, and what ends when that changes: others fetch too, for a key that is not known.</summary>
    public (TimeSpan In, Task Changed) NextAttempt
    {
        get
        {
            lock (_gate)
            {
                var rest = _next.Delay - _time.GetElapsedTime(_next.From);
                return (rest > TimeSpan.Zero ? rest : TimeSpan.Zero, _nextChanged.Task);
            }
        }
    }

    /// <summary>
    /// The metadata; waits for the very first fetch, and for nothing once one has failed: retries go on in the background.
    /// </summary>
    /// <returns>Null when there is none yet.</returns>
    public ValueTask<PlatformMetadata?> GetAsync(CancellationToken cancellationToken) =>
        _current is { } current ? new(current)
        : _failures > 0 ? default
        : FirstAsync(cancellationToken);

    /// <summary>Fetches, or joins the fetch in flight. Never throws.</summary>
    public Task<MetadataOutcome> RefreshAsync()
    {
        lock (_gate)
        {
            return _inFlight ??= StartFetch();
        }
    }

    /// <summary>Looks whether the identity platform has published the key since, at most once per cooldown for all unknown keys together.</summary>
    /// <returns>What is known of the key. When it is known, <see cref="Current"/> has it or nobody has.</returns>
    public async ValueTask<KeyKnowledge> LookForKeyAsync(string keyId, CancellationToken cancellationToken)
    {
        Task<MetadataOutcome>? refresh;
        lock (_gate)
        {
            if (IsPublished(keyId)) return KeyKnowledge.Known;
            refresh = _inFlight;
            if (refresh is null && _unknownKeys.MayAsk()) refresh = RefreshAsync();
            if (refresh is null) return _unknownKeys.IsMissing(keyId) ? KeyKnowledge.Known : _failures > 0 ? KeyKnowledge.PlatformUnavailable : KeyKnowledge.NotAsked(_unknownKeys.MayAskIn);
        }

        if (!(await refresh.WaitAsync(cancellationToken)).Succeeded) return KeyKnowledge.PlatformUnavailable;
        lock (_gate)
        {
            if (!IsPublished(keyId)) _unknownKeys.Remember(keyId);
        }

        return KeyKnowledge.Known;
    }

    private bool IsPublished(string keyId) => _current?.Keys.ContainsKey(keyId) is true;

    private async ValueTask<PlatformMetadata?> FirstAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync().WaitAsync(cancellationToken);
        return _current;
    }

    private Task<MetadataOutcome> StartFetch()
    {
        // Without the context of the request that asks: neither its trace nor anything else of it is the identity platform's business.
        using var flow = ExecutionContext.SuppressFlow();
        return Task.Run(FetchAsync);
    }

    private async Task<MetadataOutcome> FetchAsync()
    {
        var (fetched, outcome) = await _fetch.RunAsync();
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            if (fetched is not null)
            {
                foreach (var keyId in _current?.Keys.Keys ?? []) if (!fetched.Keys.ContainsKey(keyId)) _unknownKeys.Remember(keyId); // gone, and not to come
                Volatile.Write(ref _fetchedAt, now);
                _current = fetched;
            }

            _failures = outcome.Succeeded ? 0 : _failures + 1;
            _next = (now, DelayToNext());
            _inFlight = null;
            _nextChanged.SetResult();
            _nextChanged = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return outcome;
    }

    private TimeSpan DelayToNext()
    {
        if (_failures == 0) return Jitter(_refreshInterval);
        var most = _current is null ? LongestColdRetryDelay : LongestRetryDelay;
        return Jitter(Backoff.After(_failures, FirstRetryDelay, most));
    }

    /// <summary>Give or take a tenth, so that many instances do not ask at the same moment.</summary>
    private static TimeSpan Jitter(TimeSpan delay) => delay * (0.9 + (Random.Shared.NextDouble() * 0.2));
}
