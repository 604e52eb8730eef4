using System.Reflection;
using System.Text.Json;
using FunctionsObo.Downstream;
using FunctionsObo.OnBehalfOf;
using FunctionsObo.OnBehalfOf.Cache;
using FunctionsObo.Registration;
using TestSupport;

namespace FunctionsObo.Tests.Conventions;

public sealed class SampleSettingsTests
{
    /// <summary>Short forms that must not stand beside what the sample has.</summary>
    private static readonly string[] Instead = ["AzureAd:Audience", "AzureAd:ClientSecret"];

    [Fact]
    public void The_sample_has_every_key()
    {
        var sample = Read().Select(OfAnyApi).ToList();
        var missing = Keys<AzureAdOptions>(AzureAdOptions.Section)
            .Concat(Keys<OnBehalfOfOptions>(OnBehalfOfOptions.Section))
            .Concat(Keys<TokenCacheOptions>(TokenCacheOptions.Section))
            .Concat(Keys<BaggageOptions>(BaggageOptions.Section))
            .Concat(Keys<DownstreamApiOptions>("DownstreamApis:*"))
            .Except(Instead)
            .Where(key => !sample.Any(setting => setting == key || setting.StartsWith(key + ":", StringComparison.Ordinal)));

        Assert.Empty(missing);
    }

    [Fact]
    public void The_sample_has_no_key_that_nobody_reads()
    {
        var known = Keys<AzureAdOptions>(AzureAdOptions.Section)
            .Concat(Keys<OnBehalfOfOptions>(OnBehalfOfOptions.Section))
            .Concat(Keys<TokenCacheOptions>(TokenCacheOptions.Section))
            .Concat(Keys<BaggageOptions>(BaggageOptions.Section))
            .Concat(["DownstreamApis"])
            .ToList();

        Assert.All(
            Read().Except(["FUNCTIONS_WORKER_RUNTIME", "AzureWebJobsStorage"]),
            key => Assert.Contains(known, one => key == one || key.StartsWith(one + ":", StringComparison.Ordinal)));
    }

    /// <summary>A key of one downstream API is one of all.</summary>
    private static string OfAnyApi(string key) =>
        key.Split(':') is ["DownstreamApis", _, .. var rest] ? $"DownstreamApis:*:{string.Join(':', rest)}" : key;

    private static IEnumerable<string> Keys<TOptions>(string section) => typeof(TOptions)
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Select(property => $"{section}:{property.Name}");

    private static List<string> Read()
    {
        using var sample = JsonDocument.Parse(
            File.ReadAllText(Repository.PathOf("local.settings.sample.json")), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        return [.. sample.RootElement.GetProperty("Values").EnumerateObject().Select(value => value.Name.Replace("__", ":", StringComparison.Ordinal))];
    }
}
