namespace FunctionsObo.Tests.Conventions;

/// <summary>CI runs every command that a page shows (.ci/docs), but for those that say why it cannot.</summary>
public sealed class CommandBlockTests
{
    private const string Mark = "not run by CI: ";

    [Theory]
    [MemberData(nameof(Documents.All), MemberType = typeof(Documents))]
    public void Commands_are_in_blocks_that_CI_finds_and_a_block_that_it_leaves_out_says_why(string document)
    {
        var page = Documents.Read(document);

        foreach (var language in (string[])["bash", "shell", "console", "powershell", "cmd"]) Assert.Empty(Documents.Blocks(page, language));
        Assert.All(Documents.Blocks(page, "sh").Select(block => block.Comment).OfType<string>(), comment =>
        {
            Assert.StartsWith(Mark, comment, StringComparison.Ordinal);
            Assert.Contains("needs", comment[Mark.Length..], StringComparison.Ordinal);
        });
    }
}
