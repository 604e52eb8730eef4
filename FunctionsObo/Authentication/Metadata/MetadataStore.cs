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

    private readonly Lock _gate = new();
    private readonly MetadataFetch _fetch;
    private readonly TimeProvider _time;
    private readonly TimeSpan _refreshInterval;
    private readonly UnknownKeys _unknownKeys;
    private volatile PlatformMetadata? _current;
    private volatile int _failures;
    private Task<MetadataOutcome>? _inFlight;
    private DateTimeOffset _nextAttempt;

    public MetadataStore(MetadataFetch fetch, IOptions<AzureAdOptions> options, TimeProvider time)
    {
        (_fetch, _time) = (fetch, time);
        _refreshInterval = options.Value.MetadataRefreshInterval;
        _unknownKeys = new UnknownKeys(options.Value.UnknownKeyCooldown, time);
        fetch.ObserveAge(() => time.GetUtcNow() - _current?.FetchedAt);
    }

    /// <summary>The metadata as far as it is known; null until the first fetch has succeeded.</summary>
    public PlatformMetadata? Current => _current;

    /// <summary>How long it is until the next fetch in the background: a retry after a failure, the usual refresh otherwise.</summary>
    public TimeSpan NextAttemptIn
    {
        get
        {
            lock (_gate) return _nextAttempt > _time.GetUtcNow() ? _nextAttempt - _time.GetUtcNow() : TimeSpan.Zero;
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
            return _inFlight ??= Task.Run(FetchAsync);
        }
    }

    /// <summary>Looks whether the identity platform has published the key since, at most once per cooldown for all unknown keys together.</summary>
    /// <returns>The key, null if there is none; and whether that is known: not while the identity platform cannot be asked.</returns>
    public async ValueTask<(SigningKey? Key, bool IsKnown)> FindKeyAsync(string keyId, CancellationToken cancellationToken)
    {
        Task<MetadataOutcome>? refresh;
        lock (_gate)
        {
            if (Find(keyId) is { } published) return (published, true);
            refresh = _inFlight;
            if (refresh is null && _unknownKeys.MayAsk(keyId)) refresh = RefreshAsync();
        }

        if (refresh is null) return (null, _failures == 0);
        var outcome = await refresh.WaitAsync(cancellationToken);

        var key = Find(keyId);
        if (key is null && outcome.Succeeded) _unknownKeys.Remember(keyId);
        return (key, key is not null || outcome.Succeeded);
    }

    private SigningKey? Find(string keyId) => _current?.Keys.GetValueOrDefault(keyId);

    private async ValueTask<PlatformMetadata?> FirstAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync().WaitAsync(cancellationToken);
        return _current;
    }

    private async Task<MetadataOutcome> FetchAsync()
    {
        var (fetched, outcome) = await _fetch.RunAsync();
        lock (_gate)
        {
            if (fetched is not null)
            {
                _current = fetched;
                _unknownKeys.Forget();
            }

            _failures = outcome.Succeeded ? 0 : _failures + 1;
            _nextAttempt = _time.GetUtcNow() + DelayToNext();
            _inFlight = null;
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
