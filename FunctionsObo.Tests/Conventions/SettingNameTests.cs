namespace FunctionsObo.Tests.Conventions;

/// <summary>Texts name the settings that there are, all of them and no others.</summary>
public sealed class SettingNameTests
{
    [Theory]
    [MemberData(nameof(Documents.All), MemberType = typeof(Documents))]
    public void A_setting_that_a_page_names_is_read(string document) =>
        Assert.DoesNotContain(SettingNames.In(Documents.Read(document)), key => key != "DownstreamApis:*" && !SettingNames.IsRead(key));

    [Fact]
    public void Every_setting_is_on_the_page_of_settings()
    {
        var page = Documents.Read("docs/configuration.md");

        Assert.DoesNotContain(SettingNames.Read.Except(["AzureAd:ClientSecret"]), key => !page.Contains($"{key[(key.LastIndexOf(':') + 1)..]}`", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("set `AzureAd__ClientCredentials__0__SourceType` or DownstreamApis:{Name}:Retry:Delay.", "AzureAd:ClientCredentials:SourceType", "DownstreamApis:*:Retry:Delay")]
    [InlineData("\"DownstreamApis__Orders__ExtraQueryParameters__api-version\": \"1.0\"", "DownstreamApis:*:ExtraQueryParameters:api-version")]
    public void Names_are_found_in_both_forms(string text, params string[] keys) => Assert.Equal(keys, SettingNames.In(text));

    [Theory]
    [InlineData("AzureAd:ClientId", true)]
    [InlineData("AzureAd:ClientCredentials", true)]
    [InlineData("DownstreamApis:*:ExtraHeaderParameters:X-Any", true)]
    [InlineData("AzureAd:ClientIds", false)]
    [InlineData("DownstreamApis:*:Retries", false)]
    public void Settings_are_those_of_the_options(string key, bool isRead) => Assert.Equal(isRead, SettingNames.IsRead(key));
}
