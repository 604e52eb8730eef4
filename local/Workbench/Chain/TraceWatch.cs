using System.Collections.Concurrent;
using System.Diagnostics;
using DevStack.Traces;

namespace Workbench.Chain;

/// <summary>Records the spans of the traces that are watched, and of no other: who does not use the page pays nothing for it.</summary>
internal sealed class TraceWatch : IDisposable
{
    /// <summary>Keys are fetched for all who wait for them, in a trace of its own.</summary>
    private const string ForAll = "metadata.fetch";

    private static readonly string[] Sources = ["FunctionsHost", "FunctionsObo", "System.Net.Http"];

    private readonly ConcurrentDictionary<ActivityTraceId, WatchedTrace> _watched = new();
    private readonly ActivityListener _listener;

    public TraceWatch()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => Sources.Contains(source.Name, StringComparer.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> span) => _watched.ContainsKey(span.Parent.TraceId) || (span.Name == ForAll && !_watched.IsEmpty) ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStarted = span => Find(span)?.Begin(),
            ActivityStopped = End,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>Watches a new trace until it is disposed.</summary>
    public WatchedTrace Begin()
    {
        var trace = new WatchedTrace(_watched);
        _watched[trace.Id] = trace;
        return trace;
    }

    public void Dispose() => _listener.Dispose();

    private void End(Activity span)
    {
        if (Find(span) is { } trace) trace.End(span);
        else if (span.OperationName == ForAll) _watched.Values.ToList().ForEach(one => one.Add(span));
    }

    private WatchedTrace? Find(Activity span) => _watched.GetValueOrDefault(span.TraceId);
}

/// <summary>One trace that is watched.</summary>
internal sealed class WatchedTrace(ConcurrentDictionary<ActivityTraceId, WatchedTrace> all) : IDisposable
{
    private readonly OpenTrace _spans = new();
    private readonly ConcurrentQueue<Activity> _forAll = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ActivityTraceId Id { get; } = ActivityTraceId.CreateRandom();

    /// <summary>The header <c>traceparent</c> of the request that begins it (https://www.w3.org/TR/trace-context/).</summary>
    public string Parent => $"00-{Id.ToHexString()}-{ActivitySpanId.CreateRandom().ToHexString()}-01";

    /// <summary>Completes when no span is open any more.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Whether a span has begun: where the app runs in processes of its own none does here.</summary>
    public bool HasBegun { get; private set; }

    public IReadOnlyList<Activity> Spans => [.. _spans.Spans, .. _forAll];

    public void Begin()
    {
        HasBegun = true;
        _spans.Begin();
    }

    /// <summary>Takes a span that belongs to no request, and ended while this one was waiting.</summary>
    public void Add(Activity span) => _forAll.Enqueue(span);

    public void End(Activity span)
    {
        if (_spans.End(span)) _ended.TrySetResult();
    }

    public void Dispose() => all.TryRemove(Id, out _);
}
