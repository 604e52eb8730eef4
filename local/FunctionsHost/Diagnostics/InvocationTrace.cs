namespace FunctionsHost.Diagnostics;

/// <summary>What finds a line: the trace id of the answer's body, and the id that the caller sent, if any.</summary>
internal sealed record InvocationTrace(string TraceId, string? CorrelationId)
{
    public override string ToString() => CorrelationId is null ? $"trace {TraceId}" : $"trace {TraceId}, correlation {CorrelationId}";
}
