using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Identity.Client;

namespace FunctionsObo.OnBehalfOf.Exchange;

/// <summary>What operators see of token requests: a span, a counter, a duration and a line each; no token, claim or assertion in any.</summary>
internal sealed partial class OboDiagnostics
{
    /// <summary>One line in this time says that our own registration is wrong; a line a request would bury it.</summary>
    private static readonly TimeSpan MisconfigurationLogInterval = TimeSpan.FromSeconds(30);

    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly Counter<long> _exchanges;
    private readonly Histogram<double> _duration;
    private long _misconfigurationLoggedAt = long.MinValue;

    public OboDiagnostics(IMeterFactory meters, TimeProvider time, ILogger<OboDiagnostics> logger)
    {
        var meter = meters.Create(Telemetry.Name);
        _exchanges = meter.CreateCounter<long>("functionsobo.token.requests", "{request}", "Token requests to the identity platform, by grant, API and outcome.");
        _duration = meter.CreateHistogram<double>("functionsobo.token.request.duration", "s", "How long token requests took.");
        _logger = logger;
        _time = time;
    }

    /// <summary>Begins to watch one request.</summary>
    public Watch Start(string grant, TokenTarget target) => new(this, grant, target);

    private void ReportMisconfiguration(string api, string error)
    {
        var now = _time.GetUtcNow().UtcTicks;
        var last = Interlocked.Read(ref _misconfigurationLoggedAt);
        if (last != long.MinValue && now - last < MisconfigurationLogInterval.Ticks) return;
        if (Interlocked.CompareExchange(ref _misconfigurationLoggedAt, now, last) == last) Log.Misconfigured(_logger, api, error);
    }

    /// <summary>One request under way.</summary>
    public sealed class Watch : IDisposable
    {
        private readonly OboDiagnostics _diagnostics;
        private readonly Activity? _span;
        private readonly string _grant;
        private readonly string _api;
        private readonly long _started = Stopwatch.GetTimestamp();
        private string _outcome = "cancelled";

        internal Watch(OboDiagnostics diagnostics, string grant, TokenTarget target)
        {
            (_diagnostics, _grant, _api) = (diagnostics, grant, target.Name);
            _span = Telemetry.Source.StartActivity("token.request", ActivityKind.Client);
            _span?.SetTag("functionsobo.grant", grant).SetTag("functionsobo.api", _api);
            CorrelationId = _span is null ? Guid.NewGuid() : new Guid(Convert.FromHexString(_span.TraceId.ToHexString()));
        }

        /// <summary>What the identity platform logs this request under: the trace id where there is one.</summary>
        public Guid CorrelationId { get; }

        public void Succeeded() => _outcome = "success";

        public void Failed(OboFailureKind kind, Exception thrown)
        {
            _outcome = kind.ToString();
            _span?.SetStatus(ActivityStatusCode.Error, _outcome);
            var error = thrown is MsalException { ErrorCode: { } code } ? code : thrown.GetType().Name;
            if (kind == OboFailureKind.Misconfigured) _diagnostics.ReportMisconfiguration(_api, error);
            else Log.Failed(_diagnostics._logger, _api, kind, error);
        }

        public void Dispose()
        {
            var tags = new TagList { { "grant", _grant }, { "api", _api }, { "outcome", _outcome } };
            _diagnostics._exchanges.Add(1, tags);
            _diagnostics._duration.Record(Stopwatch.GetElapsedTime(_started).TotalSeconds, tags);
            _span?.SetTag("functionsobo.outcome", _outcome).Dispose();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, Microsoft.Extensions.Logging.LogLevel.Warning, "No token for {Api}: {Kind} ({Error})")]
        public static partial void Failed(ILogger logger, string api, OboFailureKind kind, string error);

        [LoggerMessage(2, Microsoft.Extensions.Logging.LogLevel.Error, "No token for {Api}: the identity platform refuses this app itself ({Error}). Check AzureAd:ClientId, AzureAd:ClientCredentials and the scopes in DownstreamApis")]
        public static partial void Misconfigured(ILogger logger, string api, string error);
    }
}
