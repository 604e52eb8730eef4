using System.Text.RegularExpressions;
using TestSupport;

namespace FunctionsObo.Tests.Conventions;

/// <summary>The repository's pages and what stands in them.</summary>
internal static partial class Documents
{
    /// <summary>By their path in the repository.</summary>
    public static TheoryData<string> All =>
    [
        "README.md",
        .. Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md").Select(Relative),
        .. Directory.EnumerateDirectories(Repository.PathOf("local")).Select(folder => Path.Combine(folder, "README.md")).Where(File.Exists).Select(Relative),
    ];

    public static string Read(string document) => File.ReadAllText(Repository.PathOf(document));

    /// <summary>The blocks of a language, each with the comment right above it, if there is one.</summary>
    public static IEnumerable<(string Code, string? Comment)> Blocks(string page, string language) => Block().Matches(page)
        .Where(block => block.Groups["language"].Value == language)
        .Select(block => (block.Groups["code"].Value, block.Groups["comment"] is { Success: true } comment ? comment.Value : null));

    /// <summary>Targets of links that are no web addresses, without what follows the file's name.</summary>
    public static IEnumerable<string> LinkTargets(string page) => Link().Matches(page).Select(link => link.Groups["target"].Value).Where(target => target.Length > 0);

    private static string Relative(string path) => Path.GetRelativePath(Repository.PathOf(""), path);

    [GeneratedRegex(@"(^[ ]*<!--\s*(?<comment>[^\n]*?)\s*-->\n)?^[ ]*```(?<language>\w+)\n(?<code>.*?)^[ ]*```", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Block();

    [GeneratedRegex(@"\]\((?!https?:)(?<target>[^)#\s]*)[^)]*\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
