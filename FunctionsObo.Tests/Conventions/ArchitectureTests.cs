using System.Text.RegularExpressions;
using FunctionsObo.Authentication;
using TestSupport;

namespace FunctionsObo.Tests.Conventions;

/// <summary>The picture in docs/architecture.md shows the rooms as they are: each arrow is there, and no other.</summary>
public sealed partial class ArchitectureTests
{
    [Fact]
    public void The_picture_has_the_arrows_that_there_are()
    {
        var actual = Rooms.ArrowsOf(typeof(Caller).Assembly, "FunctionsObo")
            .Where(arrow => arrow.From != Rooms.BesideTheFolders && arrow.To != Rooms.BesideTheFolders)
            .Select(arrow => $"{arrow.From} --> {arrow.To}");

        Assert.Equal(actual.Order(StringComparer.Ordinal), Drawn().Order(StringComparer.Ordinal));
    }

    /// <summary>The lines of the one picture, an arrow each.</summary>
    private static string[] Drawn()
    {
        var picture = Assert.Single(Picture().Matches(File.ReadAllText(Repository.PathOf("docs/architecture.md"))));
        return picture.Groups["arrows"].Value.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    [GeneratedRegex(@"^```mermaid\r?\ngraph TD\r?\n(?<arrows>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Picture();
}
