using System.Text.Json;
using System.Xml.Linq;
using TestSupport;

namespace FunctionsObo.Tests.Conventions;

/// <summary>What every package has. CI makes the packages and looks into them (.ci/packages).</summary>
public sealed class PackageTests
{
    private static readonly string[] Packed = ["FunctionsObo", "FunctionsObo.OpenTelemetry", "FunctionsObo.PostgreSql", "FunctionsObo.Tool", "local/DevStack", "local/EntraEmulator", "local/FunctionsHost", "local/Testing", "template"];

    public static TheoryData<string> Folders => [.. Packed];

    private static string Version => XDocument.Load(Repository.PathOf("Package.props")).Descendants("VersionPrefix").Single().Value;

    [Fact]
    public void The_packages_are_those_projects_that_say_so()
    {
        var packed = Directory.EnumerateFiles(Repository.PathOf(""), "*.csproj", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains("Package.props\"", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(Repository.PathOf(""), Path.GetDirectoryName(file)!));

        Assert.Equal(Packed, packed.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_package_has_a_page_for_strangers(string folder)
    {
        var page = Documents.Read($"{folder}/PACKAGE.md");

        Assert.NotEmpty(Documents.Blocks(page, "sh"));
        Assert.Empty(Documents.LinkTargets(page)); // nothing of the repository is beside it there
        Assert.Empty(Documents.Blocks(page, "json").SelectMany(block => JsonBlocks.Errors(block.Code, block.Comment)));
        Assert.DoesNotContain(SettingNames.In(page), key => !SettingNames.IsRead(key));
    }

    /// <summary>The code of the other two pages is built and run by CI.</summary>
    [Theory]
    [InlineData("local/EntraEmulator", "local/Tests/Samples")]
    [InlineData("local/DevStack", "local/Tests/Samples")]
    [InlineData("FunctionsObo.OpenTelemetry", "FunctionApp")]
    [InlineData("FunctionsObo.PostgreSql", "FunctionsObo.Tests/ScaledOut")]
    public void Its_code_is_built(string folder, string samples)
    {
        var built = Repository.Sources(samples).SelectMany(File.ReadLines).Select(line => line.Trim()).ToHashSet(StringComparer.Ordinal);

        Assert.Subset(built, Documents.Blocks(Documents.Read($"{folder}/PACKAGE.md"), "csharp")
            .SelectMany(block => block.Code.Split('\n')).Select(line => line.Trim()).Where(line => line.Length > 0 && line != "using DevStack;").ToHashSet(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_library_lists_what_it_shows(string folder) =>
        Assert.True(folder == "template" || File.Exists(Repository.PathOf($"{folder}/PublicAPI.Unshipped.txt")));

    [Fact]
    public void There_is_one_version()
    {
        using var template = JsonDocument.Parse(File.ReadAllText(Repository.PathOf(".template.config/template.json")));

        Assert.Equal(Version, template.RootElement.GetProperty("symbols").GetProperty("engineVersion").GetProperty("defaultValue").GetString());
        Assert.Contains($"## {Version}", File.ReadAllText(Repository.PathOf("CHANGELOG.md")), StringComparison.Ordinal);
    }
}
