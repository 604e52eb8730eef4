using System.Diagnostics;
using System.Diagnostics.Metrics;
using FunctionsObo.Logging;
using FunctionsObo.Registration;
using Microsoft.Extensions.Logging;

namespace FunctionsObo.Authentication.Metadata;

/// <summary>One fetch of the metadata: in bounded time, counted, logged, and never an exception.</summary>
internal sealed partial class MetadataFetch
{
    private readonly MetadataReader _reader;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Meter _meter;
    private readonly Counter<long> _fetches;

    public MetadataFetch(MetadataReader reader, IMeterFactory meters, TimeProvider time, ILogger<MetadataFetch> logger)
    {
        (_reader, _time, _logger) = (reader, time, logger);
        _meter = meters.Create(Telemetry.Name);
        _fetches = _meter.CreateCounter<long>("functionsobo.metadata.refreshes", "{refresh}", "Fetches of metadata and keys, by outcome: success, unavailable, unusable, refused.");
    }

    /// <summary>Fetches.</summary>
    /// <returns>The metadata, null when it could not be fetched or was refused; and which of these.</returns>
    public async Task<(PlatformMetadata? Metadata, MetadataOutcome Outcome)> RunAsync()
    {
        using var span = Telemetry.Source.StartActivity("metadata.fetch");
        var started = _time.GetTimestamp();
        try
        {
            using var timeout = new CancellationTokenSource(IdentityPlatform.FetchTimeout, _time);
            var fetched = await _reader.ReadAsync(timeout.Token);
            Count("success", span);
            Log.Fetched(_logger, fetched.Keys.Count);
            return (fetched, MetadataOutcome.Success);
        }
        catch (MetadataException refused)
        {
            Count("refused", span);
            Log.Refused(_logger, refused.Reason);
            return (null, MetadataOutcome.Refused(refused.Message));
        }
        catch (UnusableMetadataException unusable)
        {
            Count("unusable", span);
            Log.Unusable(_logger, unusable.Reason);
            return (null, MetadataOutcome.Unavailable);
        }
        // Whatever a broken document or network throws, from whichever library: the last good metadata stays.
        catch (Exception unavailable)
        {
            Count("unavailable", span);
            Log.Unavailable(_logger, OwnName.Of(_reader.Authority), Describe(unavailable, _time.GetElapsedTime(started)));
            return (null, MetadataOutcome.Unavailable);
        }
    }

    /// <summary>Publishes the age of the keys; nothing while there are none.</summary>
    public void ObserveAge(Func<TimeSpan?> age) => _meter.CreateObservableGauge(
        "functionsobo.metadata.age", () => Measure(age()), "s", "The time since the last fetch of metadata and keys that succeeded; nothing before the first.");

    private static IEnumerable<Measurement<double>> Measure(TimeSpan? age) => age is { } known ? [new(known.TotalSeconds)] : [];

    private static OurText Describe(Exception unavailable, TimeSpan after) => unavailable is UnansweredException unanswered
        ? NetworkFault.Describe(unanswered, unanswered.Address, after)
        : OurText.Of($"its answer cannot be read ({OwnName.Of(unavailable)})");

    private void Count(string outcome, Activity? span)
    {
        _fetches.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        span?.SetTag("functionsobo.outcome", outcome);
        if (outcome != "success") span?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", outcome);
    }

    private static partial class Log
    {
        [LoggerMessage(200, LogLevel.Information, "Identity platform metadata fetched: {Keys} signing keys", EventName = "MetadataFetched")]
        public static partial void Fetched(ILogger logger, int keys);

        [LoggerMessage(201, LogLevel.Error, "Identity platform metadata refused: {Reason}", EventName = "MetadataRefused")]
        public static partial void Refused(ILogger logger, OurText reason);

        [LoggerMessage(202, LogLevel.Warning, "Identity platform metadata unavailable: {Authority} cannot be reached, or does not give it: {Cause}; the last good one stays in use, retrying in the background", EventName = "MetadataUnavailable")]
        public static partial void Unavailable(ILogger logger, OwnName authority, OurText cause);

        [LoggerMessage(203, LogLevel.Warning, "Identity platform metadata unusable: {Reason}; the last good one stays in use, retrying in the background", EventName = "MetadataUnusable")]
        public static partial void Unusable(ILogger logger, OurText reason);
    }
}

/// <summary>How a fetch of the metadata ended.</summary>
/// <param name="Succeeded">There is new metadata.</param>
/// <param name="Refusal">Why it was refused; null when it succeeded, or could not be fetched.</param>
internal readonly record struct MetadataOutcome(bool Succeeded, string? Refusal)
{
    public static readonly MetadataOutcome Success = new(true, null);
    public static readonly MetadataOutcome Unavailable = new(false, null);

    public static MetadataOutcome Refused(string reason) => new(false, reason);
}
