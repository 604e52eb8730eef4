using System.Text.RegularExpressions;
using TestSupport;

namespace FunctionsObo.Tests.Conventions;

/// <summary>What the documents point to inside the repository is there.</summary>
public sealed partial class LinkTests
{
    public static TheoryData<string> Documents => [.. Pages().Select(page => Path.GetRelativePath(Repository.PathOf(""), page))];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Relative_links_lead_somewhere(string document)
    {
        var page = Repository.PathOf(document);
        var broken = Targets(File.ReadAllText(page)).Where(target => !Path.Exists(Path.Combine(Path.GetDirectoryName(page)!, target)));

        Assert.Empty(broken);
    }

    [Theory]
    [InlineData("see [a](docs/a.md#part) and [`b`](../b.cs \"title\")", "docs/a.md", "../b.cs")]
    [InlineData("[web](https://example.org/a.md) and [here](#part)")]
    public void Links_are_found(string text, params string[] targets) => Assert.Equal(targets, Targets(text));

    private static IEnumerable<string> Pages() =>
    [
        Repository.PathOf("README.md"),
        .. Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md"),
        .. Directory.EnumerateDirectories(Repository.PathOf("local")).Select(folder => Path.Combine(folder, "README.md")).Where(File.Exists),
    ];

    private static IEnumerable<string> Targets(string text) => Link().Matches(text).Select(link => link.Groups["target"].Value).Where(target => target.Length > 0);

    /// <summary>A target that is no web address, without what follows the file's name.</summary>
    [GeneratedRegex(@"\]\((?!https?:)(?<target>[^)#\s]*)[^)]*\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
