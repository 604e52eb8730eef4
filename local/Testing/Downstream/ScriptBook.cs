using NearestWord = EntraEmulator.StackFiles.Nearest;

namespace FunctionsObo.Testing.Downstream;

/// <summary>
/// The scripted answers of one API. Of those that fit, who says more of the request comes first; then those for a number of
/// requests, the oldest first; then the newest. Safe for concurrent use.
/// </summary>
internal sealed class ScriptBook
{
    private readonly Lock _gate = new();
    private readonly List<Entry> _entries = [];

    public void Add(Script script)
    {
        lock (_gate) _entries.Add(new(script));
    }

    /// <returns>The answer to give, or null when there is none.</returns>
    public Script? Take(ApiRequest request)
    {
        lock (_gate)
        {
            var fitting = _entries.Where(entry => !entry.IsUsedUp && entry.Script.Fits(request)).ToList();
            var counted = fitting.Where(entry => entry.Script.Times > 0);
            var always = fitting.Where(entry => entry.Script.Times == 0).Reverse();
            var taken = counted.Concat(always).OrderByDescending(entry => entry.Script.Precision).FirstOrDefault(); // stable
            if (taken is not null) taken.Used++;
            return taken?.Script;
        }
    }

    /// <summary>The script that is most like a request, in words; null if there is none at all.</summary>
    public string? Nearest(ApiRequest request)
    {
        var asked = $"{request.Method} {request.Path} of {request.User}";
        lock (_gate)
            return _entries.OrderBy(entry => NearestWord.Distance(asked, $"{entry.Script}")).Select(entry => $"{entry.Script}{(entry.IsUsedUp ? $" (used up, it was for {entry.Script.Times})" : "")}").FirstOrDefault();
    }

    private sealed class Entry(Script script)
    {
        public Script Script => script;

        public int Used { get; set; }

        public bool IsUsedUp => script.Times > 0 && Used >= script.Times;
    }
}
