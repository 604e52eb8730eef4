using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace FunctionsObo.OnBehalfOf.Exchange;

/// <summary>What operators see of token requests: a span, a counter, a duration and a line each; no token, claim or assertion in any.</summary>
internal sealed class OboDiagnostics
{
    private readonly TokenRequestLog _log;
    private readonly Counter<long> _exchanges;
    private readonly Histogram<double> _duration;

    public OboDiagnostics(IMeterFactory meters, TokenRequestLog log)
    {
        var meter = meters.Create(Telemetry.Name);
        _exchanges = meter.CreateCounter<long>("functionsobo.token.requests", "{request}", "Token requests to the identity platform, by grant, API and outcome.");
        _duration = meter.CreateHistogram<double>("functionsobo.token.request.duration", "s", "How long token requests took.");
        _log = log;
    }

    /// <summary>Begins to watch one request.</summary>
    public TokenRequestScope Start(string grant, TargetApi target) => new(this, grant, target);

    private static string Outcome(Exception failure) => failure is OboException obo ? obo.Failure.ToString() : "UserActionRequired";

    /// <summary>One request under way.</summary>
    public sealed class TokenRequestScope : IDisposable
    {
        private readonly OboDiagnostics _diagnostics;
        private readonly Activity? _span;
        private readonly string _grant;
        private readonly TargetApi _target;
        private readonly long _started = Stopwatch.GetTimestamp();
        private string _outcome = "cancelled";

        internal TokenRequestScope(OboDiagnostics diagnostics, string grant, TargetApi target)
        {
            (_diagnostics, _grant, _target) = (diagnostics, grant, target);
            _span = Telemetry.Source.StartActivity("token.request", ActivityKind.Client);
            _span?.SetTag("functionsobo.grant", grant).SetTag("functionsobo.api", target.Name);
            CorrelationId = _span is null ? Guid.NewGuid() : new Guid(Convert.FromHexString(_span.TraceId.ToHexString()));
        }

        /// <summary>What the identity platform logs this request under: the trace id where there is one.</summary>
        public Guid CorrelationId { get; }

        public void Succeeded() => _outcome = "success";

        /// <param name="failure">What it means.</param>
        /// <param name="thrown">What was thrown.</param>
        /// <param name="tenantId">The tenant that was asked.</param>
        public void Failed(Exception failure, Exception thrown, string tenantId)
        {
            _outcome = Outcome(failure);
            _span?.SetStatus(ActivityStatusCode.Error, _outcome);
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
