using FunctionApp.Clients.Orders;
using FunctionApp.Functions;
using FunctionsObo.Pipeline;
using FunctionsObo.Registration;
using Microsoft.Azure.Functions.Worker.Builder;
using TestSupport;

namespace FunctionsObo.Tests.Pipeline;

public sealed class StartTests
{
    [Fact]
    public void Functions_are_protected_once()
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.UseProtectedFunctions();

        var error = Assert.Throws<InvalidOperationException>(() => builder.UseProtectedFunctions());

        Assert.StartsWith("UseProtectedFunctions was called before", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_is_not_allowed_prints_its_message_without_a_stack()
    {
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => Stack.StartAsync(("AzureAd:TenantId", "")));

        Assert.Equal(error.Message, $"{error}");
    }

    [Fact]
    public async Task Every_error_of_the_configuration_is_in_one_message()
    {
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => Stack.StartAsync(
            ("AzureAd:TenantId", ""),
            ("AzureAd:ClientId", "api://something"),
            ("AzureAd:ClientCredentials:0:ClientSecret", ""),
            ("DownstreamApis:Graph:Scopes:0", ""),
            ("DownstreamApis:Orders:BaseUrl", "ftp://somewhere/")));

        Assert.Equal(
            [
                "AzureAd:ClientCredentials:0:ClientSecret", "AzureAd:ClientId", "AzureAd:TenantId",
                "DownstreamApis:Graph:Scopes:0", "DownstreamApis:Orders:BaseUrl",
            ],
            error.Errors.Select(one => one.Split(' ')[0]).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("AzureAd:Instance", "http://localhost:7443/", "AzureAd:Instance must be an absolute https URL")]
    [InlineData("AzureAd:ClientCredentials:0:ClientSecret", "@Microsoft.KeyVault(VaultName=v;SecretName=s)", "AzureAd:ClientCredentials:0:ClientSecret is a Key Vault reference that was not resolved")]
    [InlineData("AzureAd:ClientSecret", "another", "AzureAd:ClientSecret and AzureAd:ClientCredentials are both set")]
    [InlineData("AzureAd:ClockSkew", "00:06:00", "AzureAd:ClockSkew must be from")]
    [InlineData("AzureAd:AllowedAlgorithms:0", "none", "AzureAd:AllowedAlgorithms:0 must be one of")]
    [InlineData("AzureAd:AllowedAlgorithms:0", "HS256", "AzureAd:AllowedAlgorithms:0 must be one of")]
    [InlineData("TokenCache:SizeLimitMegabytes", "0", "TokenCache:SizeLimitMegabytes must be from")]
    [InlineData("DownstreamApis:Graph:Scopes", "https://graph.microsoft.com/User.Read", "DownstreamApis:Graph:Scopes must be an array")]
    [InlineData("OnBehalfOf:ExchangeTimout", "00:00:05", "OnBehalfOf:ExchangeTimout is not a key of this section")]
    [InlineData("DownstreamApis:Graph:Retry:Attempts", "1", "DownstreamApis:Graph:Retry:Attempts is not a key of this section")]
    [InlineData("DownstreamApis:Stock:BaseUrl", "https://stock.example/", "DownstreamApis:Stock is read by nobody")]
    [InlineData("TokenCache:SizeLimitMegabytes", "many", "TokenCache:SizeLimitMegabytes must be a whole number")]
    [InlineData("DownstreamApis:Graph:Timeout", "soon", "DownstreamApis:Graph:Timeout must be a time span")]
    [InlineData("DownstreamApis:Graph:Retry", "often", "DownstreamApis:Graph:Retry must be a section")]
    [InlineData("AzureAd:ClientId:0", "a", "AzureAd:ClientId must be one value")]
    [InlineData("AzureAd:ClientCredentials:0:SourceType", "Magic", "AzureAd:ClientCredentials:0:SourceType must be one of")]
    [InlineData("DownstreamApis:Graph:BaseUrl", "http://graph.example/v1.0", "DownstreamApis:Graph:BaseUrl must be an absolute https URL")]
    public async Task A_wrong_value_stops_the_start_and_names_its_key(string key, string value, string message)
    {
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => Stack.StartAsync((key, value)));

        Assert.Contains(error.Errors, one => one.StartsWith(message, StringComparison.Ordinal));
    }
}
