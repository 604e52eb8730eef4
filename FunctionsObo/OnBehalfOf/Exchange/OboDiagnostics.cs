using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace FunctionsObo.OnBehalfOf.Exchange;

/// <summary>What operators see of token requests: a span, a counter, a duration and a line each; no token, claim or assertion in any.</summary>
internal sealed class OboDiagnostics
{
    private readonly TokenRequestLog _log;
    private readonly TimeProvider _time;
    private readonly LastExchanges _last;
    private readonly Counter<long> _exchanges;
    private readonly Histogram<double> _duration;

    public OboDiagnostics(IMeterFactory meters, TimeProvider time, LastExchanges last, TokenRequestLog log)
    {
        var meter = meters.Create(Telemetry.Name);
        _exchanges = meter.CreateCounter<long>("functionsobo.token.requests", "{request}", "Token requests to the identity platform, by grant, API and outcome.");
        _duration = meter.CreateHistogram("functionsobo.token.request.duration", "s", "How long token requests took.", tags: null, Telemetry.Seconds);
        meter.CreateObservableGauge("functionsobo.token.last_success.age", AgesOfLast, "s", "The time since the identity platform last gave a token for the API; nothing before the first.");
        (_time, _last, _log) = (time, last, log);
    }

    /// <summary>Begins to watch one request.</summary>
    /// <param name="grant">Its kind.</param>
    /// <param name="target">The downstream API.</param>
    /// <param name="trace">Whose trace it belongs to; none for a trace of its own.</param>
    public TokenRequestScope Start(string grant, TargetApi target, ActivityContext trace) => new(this, grant, target, trace);

    private IEnumerable<Measurement<double>> AgesOfLast()
    {
        var now = _time.GetUtcNow();
        return _last.Times.Select(last => new Measurement<double>((now - last.Value).TotalSeconds, new KeyValuePair<string, object?>("api", last.Key)));
    }

    /// <summary>What metrics, spans and the log call it.</summary>
    public static string Outcome(Exception failure) => failure is OboException obo ? obo.Failure.ToString() : "UserActionRequired";

    /// <summary>One request under way.</summary>
    public sealed class TokenRequestScope : IDisposable
    {
        private const string SpanName = "token.request";

        private readonly OboDiagnostics _diagnostics;
        private readonly Activity? _span;
        private readonly string _grant;
        private readonly TargetApi _target;
        private readonly long _started = Stopwatch.GetTimestamp();
        private string _outcome = "cancelled";

        internal TokenRequestScope(OboDiagnostics diagnostics, string grant, TargetApi target, ActivityContext trace)
        {
            (_diagnostics, _grant, _target) = (diagnostics, grant, target);
            _span = Telemetry.Source.StartActivity(SpanName, ActivityKind.Internal, trace) ?? (trace == default ? null : Telemetry.Carry(SpanName, trace)); // for nobody who listens, the request to the token endpoint still says whose trace it belongs to
            if (_span is { IsAllDataRequested: true }) _span.SetTag("functionsobo.grant", grant).SetTag("functionsobo.api", target.Name);
            CorrelationId = _span is null ? Guid.NewGuid() : Guid.ParseExact(_span.TraceId.ToHexString(), "N");
        }

        /// <summary>What the identity platform logs this request under: the trace id where there is one.</summary>
        public Guid CorrelationId { get; }

        public void Succeeded()
        {
            _outcome = "success";
            _diagnostics._last.Note(_target.Name);
        }

        /// <param name="failure">What it means.</param>
        /// <param name="thrown">What was thrown.</param>
        /// <param name="tenantId">The tenant that was asked.</param>
        public void Failed(Exception failure, Exception thrown, string tenantId)
        {
            _outcome = Outcome(failure);
            _span?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", _outcome);
            _diagnostics._log.Report(_target, tenantId, failure, thrown);
        }

        public void Dispose()
        {
            var tags = new TagList { { "grant", _grant }, { "api", _target.Name }, { "outcome", _outcome } };
            _diagnostics._exchanges.Add(1, tags);
            _diagnostics._duration.Record(Stopwatch.GetElapsedTime(_started).TotalSeconds, tags);
            _span?.SetTag("functionsobo.outcome", _outcome).Dispose();
        }
    }
}
