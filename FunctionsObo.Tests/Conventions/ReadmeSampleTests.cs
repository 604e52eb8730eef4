using System.Text.RegularExpressions;
using TestSupport;

namespace FunctionsObo.Tests.Conventions;

/// <summary>Each line of C# that README shows is in an app that is built and run by tests.</summary>
public sealed partial class ReadmeSampleTests
{
    [Fact]
    public void Samples_are_lines_of_an_app_that_runs()
    {
        var code = Directory.EnumerateFiles(Repository.PathOf(Path.Combine("FunctionsObo.Tests", "Timesheets")), "*.cs")
            .SelectMany(File.ReadLines).Select(line => line.Trim()).ToHashSet(StringComparer.Ordinal);
        var samples = Samples(File.ReadAllText(Repository.PathOf("README.md"))).ToList();

        Assert.InRange(samples.Count, 10, 100);
        Assert.Equal([], samples.Except(code, StringComparer.Ordinal));
    }

    [Fact]
    public void Samples_are_the_lines_of_blocks_of_this_language() =>
        Assert.Equal(["one();", "two();"], Samples("text\n```csharp\none();\n\n   two();\n```\n```bash\nthree\n```"));

    private static IEnumerable<string> Samples(string page) => Block().Matches(page)
        .SelectMany(block => block.Groups["code"].Value.Split('\n')).Select(line => line.Trim()).Where(line => line.Length > 0);

    [GeneratedRegex(@"```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Block();
}
