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
            return _entries.OrderBy(entry => Distance(asked, $"{entry.Script}")).Select(entry => $"{entry.Script}{(entry.IsUsedUp ? $" (used up, it was for {entry.Script.Times})" : "")}").FirstOrDefault();
    }

    /// <summary>How many characters must be changed, added or left out (Levenshtein).</summary>
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 0; i < one.Length; i++)
        {
            var (diagonal, _) = (row[0], row[0]++);
            for (var j = 0; j < other.Length; j++)
            {
                var changed = diagonal + (one[i] == other[j] ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(changed, Math.Min(row[j], row[j + 1]) + 1);
            }
        }

        return row[^1];
    }

    private sealed class Entry(Script script)
    {
        public Script Script => script;

        public int Used { get; set; }

        public bool IsUsedUp => script.Times > 0 && Used >= script.Times;
    }
}
