using System.Text.Json;
using TestSupport;

namespace FunctionsObo.Tests.Conventions;

public sealed class SampleSettingsTests
{
    /// <summary>Short forms that must not stand beside what the sample has.</summary>
    private static readonly string[] Instead = ["AzureAd:Audience", "AzureAd:ClientSecret"];

    /// <summary>Keys of other credentials than the one that the emulator takes.</summary>
    private const string Credential = "AzureAd:ClientCredentials:";

    [Fact]
    public void The_sample_has_every_key()
    {
        var sample = Read();

        Assert.Contains(sample, setting => setting.StartsWith(Credential, StringComparison.Ordinal));
        Assert.DoesNotContain(SettingNames.Read.Except(Instead), key =>
            !key.StartsWith(Credential, StringComparison.Ordinal) && !sample.Any(setting => setting == key || setting.StartsWith(key + ":", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_sample_has_no_key_that_nobody_reads() =>
        Assert.All(Read().Except(["FUNCTIONS_WORKER_RUNTIME", "AzureWebJobsStorage"]), key => Assert.True(SettingNames.IsRead(key), key));

    private static List<string> Read()
    {
        using var sample = JsonDocument.Parse(
            File.ReadAllText(Repository.PathOf("local.settings.sample.json")), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        return [.. sample.RootElement.GetProperty("Values").EnumerateObject().Select(value => SettingNames.Normal(value.Name))];
    }
}
