namespace FunctionsObo.Benchmarks.Scenarios;

/// <summary>The report of a scenario: what was measured, and a column for each app or for goal and result.</summary>
internal sealed class Table(params IEnumerable<string> columns)
{
    private readonly List<string> _lines = [Line("measure", columns), Line("---", columns.Select(_ => "---"))];

    public void Row(string what, params IEnumerable<string> cells) => _lines.Add(Line(what, cells));

    public override string ToString() => string.Join('\n', _lines);

    private static string Line(string first, IEnumerable<string> cells) => $"| {first} | {string.Join(" | ", cells)} |";
}
