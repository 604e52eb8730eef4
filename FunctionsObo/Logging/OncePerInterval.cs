using FunctionsObo.Caching;

namespace FunctionsObo.Logging;

/// <summary>
/// Keeps a flood out of the log: one line a cause and interval, the first at once, and each says how many were left out since the one before.
/// Safe for concurrent use; of those that come at the same time exactly one passes.
/// </summary>
/// <param name="time">Its timestamps are what is measured by: the wall clock may be set meanwhile.</param>
/// <typeparam name="TCause">What makes two lines the same. Take it from few values, and nothing that a caller can make up.</typeparam>
internal sealed class OncePerInterval<TCause>(TimeProvider time)
    where TCause : notnull
{
    /// <summary>Long enough that a line is read before the next, short enough to see that it goes on.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    /// <summary>Beyond it the cause that was met the longest time ago is forgotten, and has its line at once when it comes again.</summary>
    private const int MostCauses = 200;

    private readonly BoundedCache<TCause, LastLine> _lines = new(MostCauses);

    /// <summary>Whether there is to be a line now.</summary>
    /// <param name="cause">What it is about.</param>
    /// <param name="suppressed">If so: how many had none since the one before.</param>
    public bool Passes(TCause cause, out int suppressed) =>
        _lines.GetOrAdd(cause, static _ => new LastLine()).Passes(time, out suppressed);

    /// <summary>Two numbers under one lock: so none is left out of the count, and none is counted twice.</summary>
    private sealed class LastLine
    {
        private readonly Lock _gate = new();
        private long? _writtenAt;
        private int _suppressed;

        public bool Passes(TimeProvider time, out int suppressed)
        {
            lock (_gate)
            {
                suppressed = _suppressed;
                var now = time.GetTimestamp();
                if (_writtenAt is { } before && time.GetElapsedTime(before, now) < Interval)
                {
                    _suppressed++;
                    return false;
                }

                (_writtenAt, _suppressed) = (now, 0);
                return true;
            }
        }
    }
}
