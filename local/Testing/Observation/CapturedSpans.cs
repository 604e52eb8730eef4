using System.Collections.Concurrent;
using System.Diagnostics;
using FunctionsObo.Testing.Clients;

namespace FunctionsObo.Testing.Observation;

/// <summary>The spans of one app: those that its clients' requests caused, whatever else runs in the process.</summary>
internal sealed class CapturedSpans : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    public CapturedSpans(Traces traces)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) => traces.Contain(options.TraceId) ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = span =>
            {
                if (traces.Contain(span.TraceId)) _ended.Enqueue(span);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IReadOnlyList<Activity> Ended => [.. _ended];

    public void Dispose() => _listener.Dispose();
}
