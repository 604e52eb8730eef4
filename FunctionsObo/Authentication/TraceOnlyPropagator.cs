using System.Diagnostics;

namespace FunctionsObo.Authentication;

/// <summary>
/// Tells whose trace a request belongs to, and no more: <c>traceparent</c> has only random ids (https://www.w3.org/TR/trace-context/#privacy-considerations).
/// Baggage and <c>tracestate</c> are the caller's, and none of the identity platform's business.
/// </summary>
internal sealed class TraceOnlyPropagator : DistributedContextPropagator
{
    private const string TraceParent = "traceparent";

    public override IReadOnlyCollection<string> Fields { get; } = [TraceParent];

    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter)
    {
        if (activity is { IdFormat: ActivityIdFormat.W3C, Id: { } id }) setter?.Invoke(carrier, TraceParent, id);
    }

    public override void ExtractTraceIdAndState(object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState) =>
        (traceId, traceState) = (null, null);

    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) => null;
}
