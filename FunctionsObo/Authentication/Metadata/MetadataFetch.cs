using FunctionsObo.Registration;
using Microsoft.Extensions.Logging;

namespace FunctionsObo.Authentication.Metadata;

/// <summary>One fetch of the metadata: in bounded time, counted, logged, and never an exception.</summary>
internal sealed partial class MetadataFetch(MetadataReader reader, MetadataMetrics metrics, TimeProvider time, ILogger<MetadataFetch> logger)
{
    /// <summary>Fetches.</summary>
    /// <returns>The metadata, null when it could not be had or was refused; and which of these.</returns>
    public async Task<(ProviderMetadata? Metadata, MetadataRefresh Outcome)> RunAsync()
    {
        using var span = Telemetry.Source.StartActivity("metadata.fetch");
        try
        {
            using var timeout = new CancellationTokenSource(IdentityProvider.FetchTimeout, time);
            var fetched = await reader.ReadAsync(timeout.Token);
            metrics.Refreshed("success");
            Log.Refreshed(logger, fetched.Keys.Count);
            return (fetched, MetadataRefresh.Success);
        }
        catch (MetadataException refused)
        {
            metrics.Refreshed("refused");
            Log.Refused(logger, refused.Message);
            return (null, MetadataRefresh.Refused(refused.Message));
        }
        catch (UnusableMetadataException unusable)
        {
            metrics.Refreshed("unusable");
            Log.Unusable(logger, unusable.Message);
            return (null, MetadataRefresh.Unavailable);
        }
        // Whatever a broken document or network throws, from whichever library: the last good metadata stays.
        catch (Exception unavailable)
        {
            metrics.Refreshed("unavailable");
            Log.Unavailable(logger, unavailable.GetType().Name);
            return (null, MetadataRefresh.Unavailable);
        }
    }

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
