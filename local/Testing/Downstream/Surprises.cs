using System.Diagnostics;

namespace FunctionsObo.Testing.Downstream;

/// <summary>Requests that failed the test and were not told to it yet, by the trace of the test's call that caused them.</summary>
internal sealed class Surprises
{
    private readonly Lock _gate = new();
    private readonly List<(ActivityTraceId? Trace, UnscriptedRequestException What)> _untold = [];

    public void Add(UnscriptedRequestException what)
    {
        lock (_gate) _untold.Add((Activity.Current?.TraceId, what));
    }

    /// <exception cref="UnscriptedRequestException">The call with this trace caused a request that nobody scripted.</exception>
    public void ThrowIfAny(ActivityTraceId trace) => Throw(one => one.Trace == trace);

    /// <exception cref="UnscriptedRequestException">There is one that no call was told.</exception>
    public void ThrowIfAny() => Throw(_ => true);

    private void Throw(Predicate<(ActivityTraceId? Trace, UnscriptedRequestException What)> isMeant)
    {
        UnscriptedRequestException first;
        lock (_gate)
        {
            var index = _untold.FindIndex(isMeant);
            if (index < 0) return;
            first = _untold[index].What;
            _untold.RemoveAll(isMeant);
        }

        throw first;
    }
}
