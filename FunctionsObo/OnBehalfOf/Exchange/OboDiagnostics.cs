using System.Diagnostics;
using System.Diagnostics.Metrics;
using FunctionsObo.Caching;
using FunctionsObo.OnBehalfOf.Credentials;
using Microsoft.Extensions.Logging;
using Microsoft.Identity.Client;

namespace FunctionsObo.OnBehalfOf.Exchange;

/// <summary>What operators see of token requests: a span, a counter, a duration and a line each; no token, claim or assertion in any.</summary>
internal sealed partial class OboDiagnostics
{
    /// <summary>One line a cause in this time says that our own registration is wrong; a line a request would bury it.</summary>
    private static readonly TimeSpan MisconfigurationInterval = TimeSpan.FromSeconds(30);

    private const int MostCauses = 100;

    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly LastExchanges _last;
    private readonly Counter<long> _exchanges;
    private readonly Histogram<double> _duration;
    private readonly BoundedCache<(string Api, string Error), LastReport> _reported = new(MostCauses);

    public OboDiagnostics(IMeterFactory meters, TimeProvider time, LastExchanges last, ILogger<OboDiagnostics> logger)
    {
        var meter = meters.Create(Telemetry.Name);
        _exchanges = meter.CreateCounter<long>("functionsobo.token.requests", "{request}", "Token requests to the identity platform, by grant, API and outcome.");
        _duration = meter.CreateHistogram("functionsobo.token.request.duration", "s", "How long token requests took.", tags: null, Telemetry.Seconds);
        meter.CreateObservableGauge("functionsobo.token.last_success.age", AgesOfLast, "s", "The time since the identity platform last gave a token for the API; nothing before the first.");
        _logger = logger;
        _time = time;
        _last = last;
    }

    /// <summary>Begins to watch one request.</summary>
    /// <param name="grant">Its kind.</param>
    /// <param name="target">The downstream API.</param>
    /// <param name="trace">Whose trace it belongs to; none for a trace of its own.</param>
    public TokenRequestScope Start(string grant, TargetApi target, ActivityContext trace) => new(this, grant, target.Name, trace);

    private IEnumerable<Measurement<double>> AgesOfLast()
    {
        var now = _time.GetUtcNow();
        return _last.Times.Select(last => new Measurement<double>((now - last.Value).TotalSeconds, new KeyValuePair<string, object?>("api", last.Key)));
    }

    private void Report(string api, Exception failure, Exception thrown)
    {
        var cause = EntraRefusal.Describe(thrown);
        if (failure is not OboException { Failure: OboFailure.Misconfigured })
        {
            Log.Failed(_logger, api, Outcome(failure), cause);
            return;
        }

        var fix = RegistrationFault.FixFor(EntraRefusal.Numbers(thrown));
        if (IsFirstLately(api, fix)) Log.Misconfigured(_logger, api, cause, fix);
    }

    private bool IsFirstLately(string api, string fault)
    {
        if (_reported.TryGet((api, fault), out var last) && _time.GetElapsedTime(last.At) < MisconfigurationInterval) return false;
        _reported.Set((api, fault), new LastReport(_time.GetTimestamp()));
        return true;
    }

    private static string Outcome(Exception failure) => failure is OboException obo ? obo.Failure.ToString() : "UserActionRequired";

    /// <param name="At">A timestamp: the wall clock may be set meanwhile.</param>
    private sealed record LastReport(long At);

    /// <summary>One request under way.</summary>
    public sealed class TokenRequestScope : IDisposable
    {
        private const string SpanName = "token.request";

        private readonly OboDiagnostics _diagnostics;
        private readonly Activity? _span;
        private readonly string _grant;
        private readonly string _api;
        private readonly long _started = Stopwatch.GetTimestamp();
        private string _outcome = "cancelled";

        internal TokenRequestScope(OboDiagnostics diagnostics, string grant, string api, ActivityContext trace)
        {
            (_diagnostics, _grant, _api) = (diagnostics, grant, api);
            _span = Telemetry.Source.StartActivity(SpanName, ActivityKind.Internal, trace) ?? Carry(trace);
            if (_span is { IsAllDataRequested: true }) _span.SetTag("functionsobo.grant", grant).SetTag("functionsobo.api", _api);
            CorrelationId = _span is null ? Guid.NewGuid() : new Guid(Convert.FromHexString(_span.TraceId.ToHexString()));
        }

        /// <summary>What the identity platform logs this request under: the trace id where there is one.</summary>
        public Guid CorrelationId { get; }

        public void Succeeded()
        {
            _outcome = "success";
            _diagnostics._last.Note(_api);
        }

        /// <param name="failure">What it means.</param>
        /// <param name="thrown">What was thrown.</param>
        public void Failed(Exception failure, Exception thrown)
        {
            _outcome = Outcome(failure);
            _span?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", _outcome);
            _diagnostics.Report(_api, failure, thrown);
        }

        /// <summary>For nobody who listens, so that the request to the token endpoint says whose trace it belongs to.</summary>
        private static Activity? Carry(ActivityContext trace) => trace == default
            ? null
            : new Activity(SpanName) { TraceStateString = trace.TraceState }.SetParentId(trace.TraceId, trace.SpanId, trace.TraceFlags).Start();

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
        [LoggerMessage(1, Microsoft.Extensions.Logging.LogLevel.Warning, "No token for {Api}: {Outcome} ({Cause})")]
        public static partial void Failed(ILogger logger, string api, string outcome, string cause);

        [LoggerMessage(2, Microsoft.Extensions.Logging.LogLevel.Error, "No token for {Api}: the identity platform refuses this app itself ({Cause}). {Fix}")]
        public static partial void Misconfigured(ILogger logger, string api, string cause, string fix);
    }
}
