using System.Text.Json;

namespace FunctionsObo.Tests.Tool;

/// <summary><c>functions-obo settings</c>.</summary>
public sealed class SettingsVerbTests : IDisposable
{
    private const string Secret = "Wq8~a-secret-of-this-test";

    private readonly string _folder = Directory.CreateTempSubdirectory("functions-obo").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_sample_settings_are_fine_and_each_has_its_source()
    {
        var run = await ToolRun.OfAsync(["settings", "--settings", ToolRun.Sample]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"  AzureAd:TenantId = 0c0a7050-0000-4000-8000-000000000001  [{ToolRun.Sample}]", run.Out, StringComparison.Ordinal);
        Assert.Contains("  AzureAd:Audience = (not set)  [default]", run.Out, StringComparison.Ordinal);
        Assert.Contains("  DownstreamApis:Orders:Retry:MaxRetryAttempts = 2  [default]", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("local-emulator-secret", run.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_setting_that_the_engine_reads_is_there()
    {
        using var json = JsonDocument.Parse((await ToolRun.OfAsync(["settings", "--settings", ToolRun.Sample, "--output", "json"])).Out);
        var printed = json.RootElement.GetProperty("settings").EnumerateArray().Select(setting => Conventions.SettingNames.Normal(setting.GetProperty("key").GetString()!)).ToHashSet(StringComparer.Ordinal);

        // Whether an app has a store that its instances share, no setting says.
        var expected = Conventions.SettingNames.Read.Where(key => !key.StartsWith("AzureAd:ClientCredentials:", StringComparison.Ordinal) && !key.StartsWith("DistributedTokenCache:", StringComparison.Ordinal));
        Assert.DoesNotContain(expected, key => !printed.Any(name => name == key || name.StartsWith($"{key}:", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("AzureAd__TenantId", "nowhere", "AzureAd:TenantId must be a GUID")]
    [InlineData("AzureAd__ClientId", "api://f0bc0000", "an App ID URI (api://…) goes into AzureAd:Audience")]
    [InlineData("AzureAd__Instance", "http://login.example", "AzureAd:Instance must be an absolute https URL")]
    [InlineData("AzureAd__ClientSecret", Secret, "AzureAd:ClientSecret and AzureAd:ClientCredentials are both set")]
    [InlineData("AzureAd__ClientCredentials__0__SourceType", "Path", "AzureAd:ClientCredentials:0:CertificateDiskPath is missing")]
    [InlineData("AzureAd__ClientSecrt", Secret, "AzureAd:ClientSecrt is not a key of this section")]
    [InlineData("AzureAd__ClientCredentials", Secret, "AzureAd:ClientCredentials must be an array")]
    [InlineData("OnBehalfOf__CircuitFailures", "1", "OnBehalfOf:CircuitFailures must be from 2 to 1000")]
    [InlineData("TokenCache__SizeLimitMegabytes", "0", "TokenCache:SizeLimitMegabytes must be from 1 to 65536")]
    [InlineData("Baggage__AllowedNames__0", "a b", "Baggage:AllowedNames:0 must be a name")]
    [InlineData("DownstreamApis__Stock__BaseUrl", "https://stock.example", "DownstreamApis:Stock:Scopes is missing")]
    public async Task A_mistake_is_named_with_its_fix_as_the_start_names_it(string variable, string value, string error)
    {
        var run = await ToolRun.OfAsync(["settings", "--settings", ToolRun.Sample], variables: new Dictionary<string, string>(StringComparer.Ordinal) { [variable] = value });

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(error, run.Out, StringComparison.Ordinal);
        Assert.Contains($"[variable {variable}]", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, run.Everything, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "IsEncrypted": false, "Values": { "AzureAd__ClientSecret": "Wq8~a-secret-of-this-test" }, }""", "AzureAd:ClientSecret = (hidden, 25 characters)  [local.settings.json]")]
    [InlineData("""[ { "name": "AzureAd__ClientSecret", "value": "Wq8~a-secret-of-this-test", "slotSetting": false } ]""", "AzureAd:ClientSecret = (hidden, 25 characters)  [local.settings.json]")]
    [InlineData("""{ "IsEncrypted": false, "Values": { "DownstreamApis__A__ExtraHeaderParameters__X-Api-Key": "Wq8~a-secret-of-this-test" } }""", "DownstreamApis:A:ExtraHeaderParameters:X-Api-Key = (hidden, 25 characters)")]
    [InlineData("""{ "IsEncrypted": false, "Values": { "DownstreamApis__A__BaseUrl": "https://u:Wq8~a-secret-of-this-test@a.example/" } }""", "DownstreamApis:A:BaseUrl = (hidden, 46 characters)")]
    public async Task Of_a_secret_nothing_is_printed_but_its_length(string file, string line)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "local.settings.json"), file);
        foreach (var format in (string[])["text", "json"])
        {
            var run = await ToolRun.OfAsync(["settings", "--output", format], folder: _folder);

            Assert.DoesNotContain(Secret, run.Everything, StringComparison.Ordinal);
            if (format == "text") Assert.Contains(line, run.Out, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{ "IsEncrypted": true, "Values": { "AzureAd__ClientId": "x" } }""", "\"IsEncrypted\" must be false")]
    [InlineData("""{ "Values": { "AzureAd__ClientId": "x" } }""", "\"IsEncrypted\" must be false")]
    [InlineData("""{ "AzureAd": { "ClientId": "x" } }""", "has no object \"Values\"")]
    [InlineData("""{ "IsEncrypted": false, "Values": { "AzureAd": {} } }""", "\"Values\" holds only strings")]
    [InlineData("{", "is no JSON: see line 1")]
    public async Task A_file_that_cannot_be_used_is_an_error_of_one_sentence(string file, string sentence)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "local.settings.json"), file);

        var run = await ToolRun.OfAsync(["settings"], folder: _folder);

        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.Contains(sentence, Assert.Single(run.Error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Variables_of_this_machine_say_nothing_about_an_app_in_Azure()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "azure.json"), """[ { "name": "AzureAd__TenantId", "value": "contoso.com" } ]""");

        var run = await ToolRun.OfAsync(["settings", "--settings", "azure.json"], variables: new Dictionary<string, string>(StringComparer.Ordinal) { ["AzureAd__TenantId"] = "other" }, folder: _folder);

        Assert.Contains("  AzureAd:TenantId = contoso.com  [azure.json]", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_and_an_unknown_option_are_errors_of_usage()
    {
        Assert.Equal(1, (await ToolRun.OfAsync(["settings", "--settings", "nowhere.json"])).ExitCode);
        Assert.Equal(1, (await ToolRun.OfAsync(["settings", "--colour"])).ExitCode);
    }
}
