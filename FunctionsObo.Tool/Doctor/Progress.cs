using System.Collections.Concurrent;
using FunctionsObo.Tool.Output;

namespace FunctionsObo.Tool.Doctor;

/// <summary>Says on standard error what is still looked at, when it takes longer than a second.</summary>
internal sealed class Progress : IDisposable
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Next = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, string> _underWay = new(StringComparer.Ordinal);
    private readonly Terminal _terminal;
    private readonly ITimer _timer;

    public Progress(Terminal terminal)
    {
        _terminal = terminal;
        _timer = terminal.Time.CreateTimer(_ => Tell(), null, First, Next);
    }

    /// <summary>A check is under way until what is returned is disposed of.</summary>
    public IDisposable Of(Check check)
    {
        _underWay[check.Id] = check.Subject;
        return new Looking(() => _underWay.TryRemove(check.Id, out _));
    }

    public void Dispose() => _timer.Dispose();

    private void Tell()
    {
        var ids = _underWay.Keys.Order(StringComparer.Ordinal).ToList();
        if (ids.Count > 0) _terminal.Error.WriteLine($"Still looking at {string.Join(", ", ids)}.");
    }

    private sealed class Looking(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
