using System.Text.Json;
using System.Text.RegularExpressions;
using TestSupport;

namespace FunctionsObo.Tests.Conventions;

public sealed partial class SampleSettingsTests
{
    private const string Sample = "local.settings.sample.json";
    private const string TenantSample = "tenant.settings.sample.json";

    /// <summary>Of the host, and of the export of telemetry.</summary>
    private static readonly string[] OtherSettings =
    [
        "FUNCTIONS_WORKER_RUNTIME", "AzureWebJobsStorage", "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_SERVICE_NAME", "APPLICATIONINSIGHTS_CONNECTION_STRING",
    ];

    /// <summary>Short forms that must not stand beside what the sample has.</summary>
    private static readonly string[] Instead = ["AzureAd:Audience", "AzureAd:ClientSecret"];

    /// <summary>Of a store, which is an error without one.</summary>
    private static readonly string[] Stores = ["DistributedTokenCache:", "PostgreSqlTokenCache:"];

    /// <summary>Keys of other credentials than the one that the emulator takes.</summary>
    private const string Credential = "AzureAd:ClientCredentials:";

    [Fact]
    public void The_sample_has_every_key()
    {
        var sample = Read();

        Assert.Contains(sample, setting => setting.StartsWith(Credential, StringComparison.Ordinal));
        Assert.DoesNotContain(SettingNames.Read.Except(Instead), key =>
            !key.StartsWith(Credential, StringComparison.Ordinal) && !Stores.Any(store => key.StartsWith(store, StringComparison.Ordinal)) && !sample.Any(setting => setting == key || setting.StartsWith(key + ":", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_sample_has_no_key_that_nobody_reads() =>
        Assert.All(Read().Except(OtherSettings), key => Assert.True(SettingNames.IsRead(key), key));

    [Fact]
    public void The_tenants_sample_has_no_key_that_nobody_reads_and_nothing_of_the_emulator()
    {
        var sample = File.ReadAllText(Repository.PathOf(TenantSample));
        using var local = JsonDocument.Parse(File.ReadAllText(Repository.PathOf(Sample)));
        var ids = local.RootElement.GetProperty("Values").EnumerateObject().SelectMany(value => Ids().Matches(value.Value.GetString()!)).Select(id => id.Value);

        Assert.All(Read(TenantSample).Except(OtherSettings), key => Assert.True(SettingNames.IsRead(key), key));
        Assert.DoesNotContain(ids.Append("localhost").Append("AllowedMetadataHosts").Append("local-emulator-secret"), part => sample.Contains(part, StringComparison.Ordinal));
    }

    private static List<string> Read(string file = Sample)
    {
        using var sample = JsonDocument.Parse(
            File.ReadAllText(Repository.PathOf(file)), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        return [.. sample.RootElement.GetProperty("Values").EnumerateObject().Select(value => SettingNames.Normal(value.Name))];
    }

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ids();
}
