using TestSupport;

namespace FunctionsObo.Tests.Conventions;

/// <summary>What the documents point to inside the repository is there.</summary>
public sealed class LinkTests
{
    [Theory]
    [MemberData(nameof(Documents.All), MemberType = typeof(Documents))]
    public void Relative_links_lead_somewhere(string document)
    {
        var folder = Path.GetDirectoryName(Repository.PathOf(document))!;

        Assert.DoesNotContain(Documents.LinkTargets(Documents.Read(document)), target => !Path.Exists(Path.Combine(folder, target)));
    }

    [Theory]
    [InlineData("see [a](docs/a.md#part) and [`b`](../b.cs \"title\")", "docs/a.md", "../b.cs")]
    [InlineData("[web](https://example.org/a.md) and [here](#part)")]
    public void Links_are_found(string text, params string[] targets) => Assert.Equal(targets, Documents.LinkTargets(text));
}
