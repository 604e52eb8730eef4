using System.Text.Json;
using System.Xml.Linq;
using TestSupport;

namespace FunctionsObo.Tests.Conventions;

/// <summary>The template takes what this repository has, as it is.</summary>
public sealed class TemplateTests
{
    private const string Versions = "Directory.Packages.props";

    [Fact]
    public void Its_package_versions_are_those_of_this_repository()
    {
        var ours = VersionsIn(Versions);
        var its = VersionsIn(Path.Combine("template", "app", Versions)).Where(version => version.Version != "ENGINE_VERSION").ToList();

        Assert.NotEmpty(its);
        Assert.Empty(its.Except(ours));
    }

    [Fact]
    public void Every_file_that_it_names_is_there()
    {
        using var template = JsonDocument.Parse(File.ReadAllText(Repository.PathOf(Path.Combine(".template.config", "template.json"))));
        var named = from source in template.RootElement.GetProperty("sources").EnumerateArray()
                    from include in source.TryGetProperty("include", out var some) ? some.EnumerateArray().Select(one => one.GetString()!) : [""]
                    select Path.Combine(source.GetProperty("source").GetString()!, include.Replace("/**", "", StringComparison.Ordinal));

        Assert.All(named, path => Assert.True(Path.Exists(Repository.PathOf(path)), $"{path} is not there"));
    }

    private static List<(string Id, string Version)> VersionsIn(string file) =>
        [.. XDocument.Load(Repository.PathOf(file)).Descendants("PackageVersion").Select(one => (one.Attribute("Include")!.Value, one.Attribute("Version")!.Value))];
}
