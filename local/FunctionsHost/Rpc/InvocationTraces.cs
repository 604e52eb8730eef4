using System.Collections.Concurrent;
using System.Diagnostics;
using FunctionsHost.Diagnostics;

namespace FunctionsHost.Rpc;

/// <summary>Which trace the invocations under way belong to, so that what a worker logs can say so: a log message has only the invocation's id.</summary>
internal sealed class InvocationTraces
{
    private const string CorrelationHeader = "x-correlation-id";
    private const int LongestId = 128;

    private readonly ConcurrentDictionary<string, InvocationTrace> _underWay = new(StringComparer.Ordinal);

    public void Begin(InvocationRequest request)
    {
        if (ActivityContext.TryParse(request.TraceContext?.TraceParent, traceState: null, out var trace))
            _underWay[request.InvocationId] = new InvocationTrace(trace.TraceId.ToHexString(), CorrelationId(request));
    }

    public void End(InvocationRequest request) => _underWay.TryRemove(request.InvocationId, out _);

    public InvocationTrace? Find(string invocationId) => _underWay.GetValueOrDefault(invocationId);

    /// <summary>The caller's own id of the operation, if it has the form of one.</summary>
    private static string? CorrelationId(InvocationRequest request) => request.InputData
        .Select(input => input.Data?.Http?.NullableHeaders.GetValueOrDefault(CorrelationHeader)?.Value)
        .FirstOrDefault(id => id is { Length: > 0 and <= LongestId } && id.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '.' or '_' or ':' or '|'));
}
