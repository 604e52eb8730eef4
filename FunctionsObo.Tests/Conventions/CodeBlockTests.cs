using System.Text.RegularExpressions;
using TestSupport;

namespace FunctionsObo.Tests.Conventions;

/// <summary>Each line of C# that a page shows is a line of code that is built and run by tests.</summary>
public sealed partial class CodeBlockTests
{
    private static readonly HashSet<string> Code = new[] { "FunctionApp", "FunctionApp.Tests", "FunctionsObo.Tests", "local" }
        .SelectMany(Repository.Sources).SelectMany(File.ReadLines).Select(WithoutComment).ToHashSet(StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Documents.All), MemberType = typeof(Documents))]
    public void Samples_are_lines_of_code_that_is_built(string document) => Assert.Empty(Samples(Documents.Read(document)).Except(Code, StringComparer.Ordinal));

    [Fact]
    public void Samples_are_the_lines_of_blocks_of_this_language_without_comments() =>
        Assert.Equal(["one(\"a://b\");", "two();"], Samples("text\n```csharp\none(\"a://b\");   // says what\n\n   two();\n```\n```bash\nthree\n```"));

    [Fact]
    public void The_first_page_has_samples() => Assert.InRange(Samples(Documents.Read("README.md")).Count(), 5, 100);

    private static IEnumerable<string> Samples(string page) => Documents.Blocks(page, "csharp")
        .SelectMany(block => block.Code.Split('\n')).Select(WithoutComment).Where(line => line.Length > 0);

    private static string WithoutComment(string line) => Comment().Replace(line, "").Trim();

    [GeneratedRegex(@"(^|\s)//.*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Comment();
}
