namespace FunctionApp.Tests.Conventions;

public sealed class SourceTests
{
    private const int LongestFile = 120;
    private const int MedianFile = 45;

    private static readonly string[] Local = ["FunctionsWorker", "EntraEmulator", "DevHost"];
    private static readonly string[] MutableClaims = ["\"email\"", "\"upn\"", "\"preferred_username\"", "\"unique_name\""];

    [Fact]
    public void Files_of_the_product_are_short()
    {
        var lengths = Repository.Sources("FunctionApp").Select(file => (File: Path.GetFileName(file), Lines: File.ReadLines(file).Count())).ToList();

        Assert.DoesNotContain(lengths, file => file.Lines > LongestFile);
        Assert.InRange(lengths.Select(file => file.Lines).Order().ElementAt(lengths.Count / 2), 1, MedianFile);
    }

    [Fact]
    public void Namespaces_are_folders()
    {
        foreach (var file in Repository.Sources("FunctionApp"))
        {
            var folder = Path.GetRelativePath(Repository.PathOf(""), Path.GetDirectoryName(file)!).Replace(Path.DirectorySeparatorChar, '.');
            Assert.Contains($"namespace {folder};", File.ReadLines(file));
        }
    }

    [Fact]
    public void The_product_knows_no_host_and_nothing_of_the_local_stack()
    {
        foreach (var file in Repository.Sources("FunctionApp"))
        {
            Assert.DoesNotContain(File.ReadLines(file), line => line.StartsWith("#if", StringComparison.Ordinal)
                || Local.Any(name => line.StartsWith($"using {name}", StringComparison.Ordinal)));
        }
    }

    [Theory]
    [InlineData("Manager")]
    [InlineData("Helper")]
    [InlineData("Util")]
    [InlineData("Service")]
    public void No_type_is_named_after_nothing(string ending) =>
        Assert.DoesNotContain(typeof(Program).Assembly.GetTypes(), type => type.Name.EndsWith(ending, StringComparison.Ordinal));

    /// <summary>A mail address or a name can change hands: nobody may be known by one.</summary>
    [Fact]
    public void A53_no_claim_that_can_change_hands_is_read() =>
        Assert.DoesNotContain(Repository.Sources("FunctionApp").Select(File.ReadAllText), text => MutableClaims.Any(claim => text.Contains(claim, StringComparison.Ordinal)));
}
