using System.Collections.Concurrent;
using System.Diagnostics;

namespace DevStack.Traces;

/// <summary>
/// Listens to the spans of everything in this process, and tells each request to a function as a tree when the last span of its trace has ended.
/// What is not below such a request is not told.
/// </summary>
internal sealed class RequestTraces : IDisposable
{
    /// <summary>The host's, the app's, those of HTTP clients, and those of the web servers that the emulator and the APIs are.</summary>
    private static readonly string[] Sources = ["FunctionsHost", "FunctionsObo", "System.Net.Http", "Microsoft.AspNetCore"];

    /// <summary>Traces that never end, of connections that hang say, must not stay for ever.</summary>
    private const int MostOpen = 1000;

    private readonly ConcurrentDictionary<ActivityTraceId, OpenTrace> _open = new();
    private readonly ActivityListener _listener;
    private readonly Action<string> _tell;

    /// <param name="tell">Takes each tree, of several lines.</param>
    public RequestTraces(Action<string> tell)
    {
        _tell = tell;
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => Sources.Contains(source.Name, StringComparer.Ordinal),
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = Began,
            ActivityStopped = Ended,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>Has the web servers say what they were asked: call it before they start.</summary>
    public static void LetServersDescribeRequests() => AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);

    public void Dispose() => _listener.Dispose();

    private void Began(Activity span)
    {
        if (_open.Count >= MostOpen) _open.Clear();
        _open.GetOrAdd(span.TraceId, static _ => new OpenTrace()).Begin();
    }

    private void Ended(Activity span)
    {
        if (!_open.TryGetValue(span.TraceId, out var trace) || !trace.End(span)) return;

        _open.TryRemove(KeyValuePair.Create(span.TraceId, trace));
        if (SpanTree.Of(trace.Spans) is { } tree) _tell(tree);
    }
}
