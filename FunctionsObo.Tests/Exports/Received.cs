using System.Text;
using FunctionsObo.Tests.Exports.Otlp;
using Google.Protobuf;

namespace FunctionsObo.Tests.Exports;

/// <summary>What a receiver got by OTLP, read.</summary>
internal sealed class Received(Receiver receiver)
{
    public IReadOnlyList<ResourceSpans> Traces => Read(TracesExport.Parser, "/v1/traces").SelectMany(export => export.ResourceSpans).ToList();

    public IReadOnlyList<Span> Spans => [.. Traces.SelectMany(traces => traces.ScopeSpans).SelectMany(scope => scope.Spans)];

    public IReadOnlyList<Metric> Metrics =>
        [.. Read(MetricsExport.Parser, "/v1/metrics").SelectMany(export => export.ResourceMetrics).SelectMany(metrics => metrics.ScopeMetrics).SelectMany(scope => scope.Metrics)];

    public IReadOnlyList<ResourceLogs> LogsByResource => [.. Read(LogsExport.Parser, "/v1/logs").SelectMany(export => export.ResourceLogs)];

    public IReadOnlyList<LogRecord> Logs => [.. LogsByResource.SelectMany(logs => logs.ScopeLogs).SelectMany(scope => scope.Records)];

    /// <summary>Every byte that came, as text: what must not be sent is nowhere in it.</summary>
    public string Text => string.Concat(receiver.Exports.Select(export => Encoding.Latin1.GetString(export.Body)));

    /// <summary>An attribute's value as text; null if it is not there.</summary>
    public static string? Value(IEnumerable<Otlp.Attribute> attributes, string key) => attributes.SingleOrDefault(attribute => attribute.Key == key)?.Value switch
    {
        null => null,
        { ValueCase: AnyValue.ValueOneofCase.Number } value => value.Number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        var value => value.Text,
    };

    private IEnumerable<T> Read<T>(MessageParser<T> parser, string path)
        where T : IMessage<T> => receiver.Exports.Where(export => export.Path == path).Select(export => parser.ParseFrom(export.Body));
}
