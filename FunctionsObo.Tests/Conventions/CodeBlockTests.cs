using System.Text.RegularExpressions;
using TestSupport;

namespace FunctionsObo.Tests.Conventions;

/// <summary>Each line of C# that a page shows is a line of code that is built and run by tests.</summary>
public sealed partial class CodeBlockTests
{
    private const string FirstPage = "README.md";
    private const string FunctionsPage = "docs/functions.md";
    private const string OperationsPage = "docs/operations.md";
    private const string ScaleOutPage = "docs/scale-out.md";
    private const string TestingPage = "docs/testing.md";

    [Theory]
    [MemberData(nameof(Documents.All), MemberType = typeof(Documents))]
    public void Samples_are_lines_of_code_that_is_built(string document)
    {
        var code = Repository.Sources(CodeOf(document)).SelectMany(File.ReadLines).Select(WithoutComment);

        Assert.Empty(Samples(Documents.Read(document)).Except(code, StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Documents.All), MemberType = typeof(Documents))]
    public void Samples_of_JavaScript_are_lines_that_tests_run_in_Node_or_a_browser(string document)
    {
        var code = Scripts().SelectMany(File.ReadLines).Select(line => line.Trim());

        Assert.Empty(Samples(Documents.Read(document), "js").Except(code, StringComparer.Ordinal));
    }

    private static IEnumerable<string> Scripts() => Directory.EnumerateFiles(Repository.PathOf(Path.Combine("local", "Tests.Clients", "Node")), "*js", SearchOption.AllDirectories)
        .Where(file => !file.Contains("node_modules", StringComparison.Ordinal));

    [Fact]
    public void Samples_are_the_lines_of_blocks_of_this_language_without_comments() =>
        Assert.Equal(["one(\"a://b\");", "two();"], Samples("text\n```csharp\none(\"a://b\");   // says what\n\n   two();\n```\n```bash\nthree\n```"));

    [Fact]
    public void The_pages_for_newcomers_have_samples() => Assert.InRange(Samples(Documents.Read(FirstPage)).Count() + Samples(Documents.Read(FunctionsPage)).Count(), 10, 100);

    /// <summary>The first page, and those about functions and operations, show an app that exists already, the one about tests those of FunctionApp, the one about many instances an app that shares its tokens; the others, what stands in the local stack's own samples.</summary>
    private static string CodeOf(string document) => document switch
    {
        FirstPage or FunctionsPage or OperationsPage => Path.Combine("FunctionsObo.Tests", "Timesheets"),
        TestingPage => "FunctionApp.Tests",
        ScaleOutPage => Path.Combine("FunctionsObo.Tests", "ScaledOut"),
        _ => Path.Combine("local", "Tests", "Samples"),
    };

    private static IEnumerable<string> Samples(string page, string language = "csharp") => Documents.Blocks(page, language)
        .SelectMany(block => block.Code.Split('\n')).Select(WithoutComment).Where(line => line.Length > 0);

    private static string WithoutComment(string line) => Comment().Replace(line, "").Trim();

    [GeneratedRegex(@"(^|\s)//.*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Comment();
}
