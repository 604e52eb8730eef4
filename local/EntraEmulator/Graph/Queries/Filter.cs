using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EntraEmulator.Errors;

namespace EntraEmulator.Graph.Queries;

/// <summary>
/// The part of OData's filters that the directory understands: <c>name eq 'x'</c>, <c>startswith(name,'x')</c> and <c>names/any(t:t eq 'x')</c>,
/// also with <c>startswith</c>, joined with <c>and</c>. See https://learn.microsoft.com/graph/filter-query-parameter.
/// </summary>
internal sealed partial class Filter
{
    private readonly List<Term> _terms = [];

    /// <exception cref="GraphErrorException">It has something else in it.</exception>
    public static Filter Parse(string text, IReadOnlyList<string> filterable)
    {
        var filter = new Filter();
        var rest = text.Trim();
        while (true)
        {
            var match = OneTerm().Match(rest);
            var property = match.Groups["property"].Value;
            if (!match.Success || !filterable.Contains(property, StringComparer.Ordinal))
                throw GraphErrors.Unsupported($"Unsupported or invalid query filter clause specified for property '{property}': {rest}");
            filter._terms.Add(new Term(property, match.Groups["value"].Value.Replace("''", "'", StringComparison.Ordinal), match.Groups["any"].Success, match.Groups["starts"].Success));
            rest = rest[match.Length..];
            if (rest.Length == 0) return filter;
            if (!rest.StartsWith(" and ", StringComparison.OrdinalIgnoreCase)) throw GraphErrors.Unsupported($"Unsupported query filter clause: {rest}");
            rest = rest[5..].TrimStart();
        }
    }

    public bool Holds(JsonObject one) => _terms.TrueForAll(term => term.Holds(one[term.Property]));

    [GeneratedRegex(
        """
        ^(
            (?<starts>startswith)\(\s*(?<property>\w+)\s*,\s*'(?<value>([^']|'')*)'\s*\)
          | (?<property>\w+)/(?<any>any)\(\s*(?<v>\w+)\s*:\s*(\k<v>\s+eq\s+|(?<starts>startswith)\(\s*\k<v>\s*,\s*)'(?<value>([^']|'')*)'\s*\)?\s*\)
          | (?<property>\w+)\s+eq\s+('(?<value>([^']|'')*)'|(?<value>true|false|[0-9a-fA-F-]{36}))
        )
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex OneTerm();

    private sealed record Term(string Property, string Value, bool OfList, bool Starts)
    {
        public bool Holds(JsonNode? node) => OfList ? node is JsonArray list && list.Any(Fits) : node is JsonValue && Fits(node);

        private bool Fits(JsonNode? node)
        {
            var text = node?.ToString() ?? "";
            return Starts ? text.StartsWith(Value, StringComparison.OrdinalIgnoreCase) : string.Equals(text, Value, StringComparison.OrdinalIgnoreCase);
        }
    }
}
