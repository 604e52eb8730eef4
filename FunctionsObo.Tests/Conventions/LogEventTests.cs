using System.Reflection;
using System.Text.RegularExpressions;
using FunctionsObo.Tests.Conventions.Broken;
using TestSupport;

namespace FunctionsObo.Tests.Conventions;

/// <summary>What is logged has an id that means one thing, a row in docs/operations.md, and nothing in it that must not be there.</summary>
public sealed partial class LogEventTests
{
    private static readonly (string Below, int From, int To)[] Ranges =
    [
        ("FunctionsObo.Authentication.Metadata", 200, 299),
        ("FunctionsObo.Authentication", 100, 199),
        ("FunctionsObo.OnBehalfOf.Credentials", 300, 399),
        ("FunctionsObo.OnBehalfOf", 400, 499),
        ("FunctionsObo.Downstream", 500, 599),
        ("FunctionsObo.Pipeline", 600, 699),
        ("FunctionsObo.TokenStores", 700, 799),
        ("FunctionsObo.PostgreSql", 800, 849),
        ("FunctionsHost", 900, 949),
        ("EntraEmulator", 950, 959),
        ("DevStack", 960, 969),
    ];

    private static readonly IReadOnlyList<LogEvent> Events =
        [.. Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll").Select(Path.GetFileNameWithoutExtension).Where(Ships).SelectMany(name => LogEvents.Of(Assembly.Load(name!)))];

    [Fact]
    public void Every_event_has_an_id_and_a_name_that_no_other_has()
    {
        Assert.All(Events, one => Assert.False(string.IsNullOrEmpty(one.Name), $"{one.Id} has no EventName"));
        Assert.Equal(Events.Count, Events.DistinctBy(one => one.Id).Count());
        Assert.Equal(Events.Count, Events.DistinctBy(one => one.Name, StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void The_id_says_which_part_of_the_app_it_is() => Assert.All(Events, one =>
    {
        var range = Array.Find(Ranges, range => $"{one.Method.DeclaringType!.FullName}.".StartsWith($"{range.Below}.", StringComparison.Ordinal));
        Assert.InRange(one.Id, range.From, range.To);
    });

    [Fact]
    public void No_parameter_can_hold_a_token_a_secret_or_text_of_others() => Assert.Empty(Events.SelectMany(LogEvents.Untyped));

    [Fact]
    public void A_parameter_that_can_is_found() => Assert.Equal(
        ["1 Leaked: token is a String", "1 Leaked: anything is a Uri", "1 Leaked: thrown is a Exception"], LogEvents.Of(typeof(LeakyLog)).SelectMany(LogEvents.Untyped));

    [Fact]
    public void The_page_for_operations_has_each_event_and_no_other() => Assert.Equal(
        Events.OrderBy(one => one.Id).Select(one => $"{one.Id} {one.Level} {one.Name}"),
        Row().Matches(File.ReadAllText(Repository.PathOf("docs/operations.md"))).Select(row => $"{row.Groups["id"]} {row.Groups["level"]} {row.Groups["name"]}"));

    /// <summary>All that others run; tests do not.</summary>
    private static bool Ships(string? assembly) =>
        assembly is "FunctionApp" or "FunctionsHost" or "EntraEmulator" or "DevStack" || (assembly!.StartsWith("FunctionsObo", StringComparison.Ordinal) && !assembly.EndsWith("Tests", StringComparison.Ordinal));

    /// <summary>A row that says what happened and what to do.</summary>
    [GeneratedRegex(@"^\| (?<id>\d+) \| (?<level>\w+) \| (?<name>\w+) \| [^|]{10,} \| [^|]{5,} \|\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();
}
