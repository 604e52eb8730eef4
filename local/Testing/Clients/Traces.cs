using System.Collections.Concurrent;
using System.Diagnostics;

namespace FunctionsObo.Testing.Clients;

/// <summary>The traces that the clients of one app began: what carries one of them belongs to this app.</summary>
internal sealed class Traces
{
    private const string Header = "traceparent";

    private readonly ConcurrentDictionary<ActivityTraceId, bool> _begun = new();

    public bool Contain(ActivityTraceId trace) => _begun.ContainsKey(trace);

    /// <summary>The trace of a request: its own if the test gave it one, else a new one.</summary>
    public ActivityTraceId Begin(HttpRequestMessage request)
    {
        if (!request.Headers.TryGetValues(Header, out var given) || !ActivityContext.TryParse(given.First(), traceState: null, out var context))
        {
            context = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);
            request.Headers.Remove(Header);
            request.Headers.Add(Header, $"00-{context.TraceId}-{context.SpanId}-01");
        }

        _begun[context.TraceId] = true;
        return context.TraceId;
    }
}
