using System.Text.RegularExpressions;
using TestSupport;

namespace FunctionsObo.Tests.Conventions;

/// <summary>docs/operations.md has every metric, span and attribute that the code makes, and no others.</summary>
public sealed partial class TelemetryNameTests
{
    private const string Page = "docs/operations.md";

    /// <summary>Spans whose names are put together.</summary>
    private static readonly string[] MadeNames = ["{method} {route}", "function {name}"];

    /// <summary>Parts of names of attributes that would be about a person.</summary>
    private static readonly string[] Personal = ["user", "oid", "tenant", "claim", "token", "mail", "caller", "subject", "query", "full"];

    private static readonly string Code = string.Join('\n', Repository.Sources("FunctionsObo").Concat(Repository.Sources("FunctionsObo.OpenTelemetry")).Select(File.ReadAllText));

    [Fact]
    public void Metrics_are_those_of_the_page() =>
        Assert.Equal(Names(Instrument(), Code), FirstCells("Metrics"));

    [Fact]
    public void Spans_are_those_of_the_page()
    {
        Assert.Equal(MadeNames.Concat(Names(SpanName(), Code)).Order(StringComparer.Ordinal), FirstCells("Spans").Where(name => !name.StartsWith("GET ", StringComparison.Ordinal)));
        Assert.Equal(4, StartActivity().Count(Code)); // one more has to be looked at here, too
    }

    [Fact]
    public void Attributes_are_those_of_the_page_and_none_is_about_a_person()
    {
        var page = Documents.Read(Page);
        var attributes = Names(AttributeName(), Code);

        Assert.Contains("http.route", attributes);
        Assert.Contains("outcome", attributes);
        Assert.DoesNotContain(attributes, attribute => !page.Contains($"`{attribute}`", StringComparison.Ordinal));
        Assert.DoesNotContain(attributes, attribute => Personal.Any(part => attribute.Contains(part, StringComparison.Ordinal)));
    }

    /// <summary>What stands in backticks in the first cells of a section's table.</summary>
    private static List<string> FirstCells(string section)
    {
        var text = Documents.Read(Page);
        text = text[text.IndexOf($"\n## {section}\n", StringComparison.Ordinal)..];
        text = text[..(text.IndexOf("\n## ", 1, StringComparison.Ordinal) is > 0 and var end ? end : text.Length)];
        return [.. text.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).SelectMany(line => Names(Quoted(), line.Split('|')[1])).Order(StringComparer.Ordinal)];
    }

    private static List<string> Names(Regex pattern, string text) =>
        [.. pattern.Matches(text).Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    [GeneratedRegex("""\bCreate(Counter|Histogram|ObservableGauge|UpDownCounter|ObservableCounter|Gauge)(<\w+>)?\(\s*"(?<name>[^"]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Instrument();

    [GeneratedRegex("""(\bSource\.StartActivity\(\s*|const string SpanName = )"(?<name>[^"]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SpanName();

    [GeneratedRegex(@"\bSource\.StartActivity\(", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StartActivity();

    [GeneratedRegex("""(SetTag\(|KeyValuePair<string, object\?>\(|Tag = new\(|\{ |tags\.Add\()"(?<name>[a-z_.]+)", """, RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AttributeName();

    [GeneratedRegex("`(?<name>[^`]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted();
}
