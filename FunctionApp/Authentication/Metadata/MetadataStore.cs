using FunctionApp.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FunctionApp.Authentication.Metadata;

/// <summary>
/// Keeps the identity platform's metadata: the last good one for as long as the provider is in trouble. One fetch is in flight
/// at a time, whoever asks for it.
/// </summary>
internal sealed partial class MetadataStore(
    MetadataReader reader, MetadataMetrics metrics, IOptions<AzureAdOptions> options, TimeProvider time, ILogger<MetadataStore> logger)
{
    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestColdRetryDelay = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly UnknownKeys _unknownKeys = new(options.Value.UnknownKeyCooldown, time);
    private volatile ProviderMetadata? _current;
    private volatile int _failures;
    private Task<MetadataRefresh>? _inFlight;
    private DateTimeOffset _nextAttempt;

    /// <summary>The metadata as far as it is known; null until the first fetch has succeeded.</summary>
    public ProviderMetadata? Current => _current;

    /// <summary>How long it is until the next fetch in the background: a retry after a failure, the usual refresh otherwise.</summary>
    public TimeSpan NextAttemptIn
    {
        get
        {
            lock (_gate) return _nextAttempt > time.GetUtcNow() ? _nextAttempt - time.GetUtcNow() : TimeSpan.Zero;
        }
    }

    /// <summary>
    /// The metadata; waits for the very first fetch, and for nothing once one has failed: retries go on in the background.
    /// </summary>
    /// <returns>Null when there is none yet.</returns>
    public ValueTask<ProviderMetadata?> GetAsync(CancellationToken cancellationToken) =>
        _current is { } current ? new(current)
        : _failures > 0 ? default
        : FirstAsync(cancellationToken);

    /// <summary>Fetches, or joins the fetch in flight. Never throws.</summary>
    public Task<MetadataRefresh> RefreshAsync()
    {
        lock (_gate)
        {
            return _inFlight ??= Task.Run(FetchAsync);
        }
    }

    /// <summary>Looks whether the provider has published the key since, at most once per cooldown for all unknown keys together.</summary>
    /// <returns>The key, null if there is none; and whether that is known: not while the provider cannot be asked.</returns>
    public async ValueTask<(SigningKey? Key, bool IsKnown)> FindKeyAsync(string keyId, CancellationToken cancellationToken)
    {
        Task<MetadataRefresh>? refresh;
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

    private async ValueTask<ProviderMetadata?> FirstAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync().WaitAsync(cancellationToken);
        return _current;
    }

    private async Task<MetadataRefresh> FetchAsync()
    {
        var outcome = await TryFetchAsync();
        lock (_gate)
        {
            _failures = outcome.Succeeded ? 0 : _failures + 1;
            _nextAttempt = time.GetUtcNow() + DelayToNext();
            _inFlight = null;
        }

        return outcome;
    }

    private async Task<MetadataRefresh> TryFetchAsync()
    {
        using var span = Telemetry.Source.StartActivity("metadata.fetch");
        try
        {
            using var timeout = new CancellationTokenSource(IdentityProvider.FetchTimeout, time);
            var fetched = await reader.ReadAsync(timeout.Token);
            _current = fetched;
            _unknownKeys.Forget();
            metrics.Refreshed("success");
            Log.Refreshed(logger, fetched.Keys.Count);
            return MetadataRefresh.Success;
        }
        catch (MetadataException refused)
        {
            metrics.Refreshed("refused");
            Log.Refused(logger, refused.Message);
            return MetadataRefresh.Refused(refused.Message);
        }
        catch (UnusableMetadataException unusable)
        {
            metrics.Refreshed("unusable");
            Log.Unusable(logger, unusable.Message);
            return MetadataRefresh.Unavailable;
        }
        // Whatever a broken document or network throws, from whichever library: the last good metadata stays.
        catch (Exception unavailable)
        {
            metrics.Refreshed("unavailable");
            Log.Unavailable(logger, unavailable.GetType().Name);
            return MetadataRefresh.Unavailable;
        }
    }

    private TimeSpan DelayToNext()
    {
        if (_failures == 0) return Jitter(options.Value.MetadataRefreshInterval);
        var most = _current is null ? LongestColdRetryDelay : LongestRetryDelay;
        var delay = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(_failures - 1, 10)));
        return Jitter(delay < most ? delay : most);
    }

    /// <summary>Give or take a tenth, so that many instances do not ask at the same moment.</summary>
    private static TimeSpan Jitter(TimeSpan delay) => delay * (0.9 + (Random.Shared.NextDouble() * 0.2));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Identity platform metadata fetched: {Keys} signing keys")]
        public static partial void Refreshed(ILogger logger, int keys);

        [LoggerMessage(2, LogLevel.Error, "Identity platform metadata refused: {Reason}")]
        public static partial void Refused(ILogger logger, string reason);

        [LoggerMessage(3, LogLevel.Warning, "Identity platform metadata unavailable ({Error}); the last good one stays in use, retrying in the background")]
        public static partial void Unavailable(ILogger logger, string error);

        [LoggerMessage(4, LogLevel.Warning, "Identity platform metadata unusable: {Reason}; the last good one stays in use, retrying in the background")]
        public static partial void Unusable(ILogger logger, string reason);
    }
}
