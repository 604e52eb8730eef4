using TestSupport;

namespace FunctionsObo.Tests.Conventions;

public sealed class SourceTests
{
    private const int LongestFile = 150;

    private static readonly string[] MutableClaims = ["\"email\"", "\"upn\"", "\"preferred_username\"", "\"unique_name\""];

    private static IEnumerable<string> Product => ((string[])["FunctionsObo", "FunctionsObo.OpenTelemetry", "FunctionsObo.PostgreSql", "FunctionsObo.Tool", "FunctionApp"]).SelectMany(Repository.Sources);

    [Fact]
    public void Files_of_the_product_are_short() =>
        Assert.DoesNotContain(Product, file => File.ReadLines(file).Count() > LongestFile);

    [Fact]
    public void Namespaces_are_folders()
    {
        foreach (var file in Product.Where(file => file != Repository.PathOf(Path.Combine("FunctionApp", "Program.cs")))) // an app's program has none
        {
            var folder = Path.GetRelativePath(Repository.PathOf(""), Path.GetDirectoryName(file)!).Replace(Path.DirectorySeparatorChar, '.');
            Assert.Contains($"namespace {folder};", File.ReadLines(file));
        }
    }

    [Fact]
    public void The_product_knows_no_host() => Assert.DoesNotContain(
        Product.SelectMany(File.ReadLines), line => line.StartsWith("#if", StringComparison.Ordinal));

    /// <summary>A mail address or a name can change hands: nobody may be known by one.</summary>
    [Fact]
    public void A53_no_claim_that_can_change_hands_is_read() =>
        Assert.DoesNotContain(Product.Select(File.ReadAllText), text => MutableClaims.Any(claim => text.Contains(claim, StringComparison.Ordinal)));
}
