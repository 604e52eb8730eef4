using FunctionsObo.Tool.Settings;

namespace FunctionsObo.Tests.Tool;

/// <summary>How a settings file is changed in place.</summary>
public sealed class SettingsTextTests
{
    private const string Commented = """
        { // ours
          "Values": {
            "AzureAd:TenantId": "old", // from the portal, as a:b
            /* two
               lines */
            "Other": "ü\"1",
            "AzureAd__ClientSecret": "x" // dead
          },
          "Host": { "AzureAd__TenantId": "not this one" }
        }
        """;

    [Theory]
    [InlineData("AzureAd:TenantId", "new", "\"AzureAd:TenantId\": \"new\", // from the portal, as a:b")]
    [InlineData("azuread:tenantid", "new", "\"AzureAd:TenantId\": \"new\"")]
    [InlineData("AzureAd:ClientId", "id", "\"AzureAd__ClientSecret\": \"x\", // dead\n    \"AzureAd__ClientId\": \"id\"\n  },")]
    [InlineData("Other", "+~\"", "\"Other\": \"+~\\\"\",")]
    [InlineData("Fresh:Key", "v", "\"AzureAd__ClientSecret\": \"x\", // dead\n    \"Fresh__Key\": \"v\"\n  },")]
    [InlineData("Other", null, "lines */\n    \"AzureAd__ClientSecret\"")]
    [InlineData("AzureAd:ClientSecret", null, "\"Other\": \"ü\\\"1\"\n")]
    public void One_setting_changes_and_nothing_else(string key, string? value, string expected)
    {
        var changed = SettingsText.Change(Commented, new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { [key] = value });

        Assert.Contains(expected, changed, StringComparison.Ordinal);
        Assert.Contains("\"Host\": { \"AzureAd__TenantId\": \"not this one\" }", changed, StringComparison.Ordinal);
        AssertSays(changed, key, value);
    }

    [Theory]
    [InlineData("""{"Values":{}}""")]
    [InlineData("""{ "IsEncrypted": false, "Values": { "A": "1" } }""")]
    [InlineData("{ \"Values\": {\r\n  \"A\": \"1\",\r\n  \"B\": \"2\"\r\n} }")]
    [InlineData("""{ "Values": { "A": "1", "B": "2", } }""")]
    [InlineData("""{ "Values": { "A": "1" /* x */ , "Old": "2" } }""")]
    [InlineData("""{ "Values": { "Old": "2" } }""")]
    public void Settings_are_added_and_taken_out_in_any_layout(string text)
    {
        var changed = SettingsText.Change(text, new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { ["AzureAd:ClientId"] = "id", ["B"] = "3", ["Old"] = null });

        AssertSays(changed, "AzureAd:ClientId", "id");
        AssertSays(changed, "B", "3");
        AssertSays(changed, "Old", null);
        if (text.Contains("\"A\"", StringComparison.Ordinal)) AssertSays(changed, "A", "1");
        if (text.Contains("\r\n", StringComparison.Ordinal)) Assert.DoesNotContain("\n", changed.Replace("\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static void AssertSays(string text, string key, string? value) =>
        Assert.Equal(value, SettingsFile.Parse("it", text.Replace("\"Values\"", "\"IsEncrypted\": false, \"Values\"", StringComparison.Ordinal)).Values.GetValueOrDefault(key));
}
