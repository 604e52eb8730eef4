using FunctionApp.Functions;
using FunctionsObo.Downstream;
using FunctionsObo.Registration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TestSupport;

namespace FunctionsObo.Tests.Downstream;

public sealed class OptionsTests
{
    private const string Graph = "DownstreamApis:Graph";

    [Theory]
    [InlineData("BaseUrl", "", "BaseUrl is missing")]
    [InlineData("BaseUrl", "graph.microsoft.com", "BaseUrl must be")]
    [InlineData("BaseUrl", "https://user:pass@graph.example/", "BaseUrl must be")]
    [InlineData("BaseUrl", "https://graph.example/?a=b", "BaseUrl must be")]
    [InlineData("BaseUrl", "http://localhost.evil.example/", "BaseUrl must be")]
    [InlineData("Scopes", "User.Read", "Scopes must be an array")]
    [InlineData("Scopes:0", "", "Scopes:0 must be one permission")]
    [InlineData("Scopes:1", "api://other/Read", "Scopes are of several resources")]
    [InlineData("Scopes:1", "https://graph.microsoft.com/.default", "Scopes has .default beside other scopes")]
    [InlineData("RequestAppToken", "true", "Scopes must be one {resource}/.default")]
    [InlineData("Timeout", "00:00:00", "Timeout must be from")]
    [InlineData("Timeout", "00:11:00", "Timeout must be from")]
    [InlineData("AttemptTimeout", "00:00:00.05", "AttemptTimeout must be from")]
    [InlineData("MaxResponseBytes", "0", "MaxResponseBytes must be from")]
    [InlineData("MaxConcurrency", "0", "MaxConcurrency must be from")]
    [InlineData("Retry:MaxRetryAttempts", "6", "Retry:MaxRetryAttempts must be from")]
    [InlineData("Retry:Delay", "-00:00:01", "Retry:Delay must be from")]
    [InlineData("CircuitBreaker:FailureRatio", "0", "CircuitBreaker:FailureRatio must be")]
    [InlineData("CircuitBreaker:Failures", "1", "CircuitBreaker:Failures must be from 2 to 1000")]
    [InlineData("CircuitBreaker:SamplingDuration", "00:00:00", "CircuitBreaker:SamplingDuration must be")]
    [InlineData("CircuitBreaker:BreakDuration", "01:00:00", "CircuitBreaker:BreakDuration must be")]
    [InlineData("ExtraHeaderParameters:Authorization", "Bearer x", "ExtraHeaderParameters:Authorization is not for the configuration")]
    [InlineData("ExtraHeaderParameters:x-ms-client-principal", "x", "ExtraHeaderParameters:x-ms-client-principal is not for the configuration")]
    [InlineData("ExtraHeaderParameters:Host", "evil.example", "ExtraHeaderParameters:Host is not for the configuration")]
    [InlineData("ExtraHeaderParameters:if-none-match", "*", "ExtraHeaderParameters:if-none-match is not for the configuration")]
    [InlineData("ExtraHeaderParameters:Bad Name", "x", "ExtraHeaderParameters:Bad Name must have")]
    [InlineData("ExtraHeaderParameters:Prefer", "a\r\nX-Evil: 1", "ExtraHeaderParameters:Prefer must have")]
    public void A_wrong_value_stops_the_start_and_names_its_key(string key, string value, string message)
    {
        var error = Assert.Throws<OptionsValidationException>(() => Bind(($"{Graph}:{key}", value)));

        Assert.StartsWith($"{Graph}:{message}", Assert.Single(error.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void A_section_has_the_key_names_of_the_ecosystem()
    {
        var options = Bind(
            ($"{Graph}:Scopes:1", "https://graph.microsoft.com/Mail.Read"), ($"{Graph}:Timeout", "00:00:20"), ($"{Graph}:MaxResponseBytes", "2048"),
            ($"{Graph}:Retry:MaxRetryAttempts", "1"), ($"{Graph}:ExtraHeaderParameters:Prefer", "odata.maxpagesize=5"), ($"{Graph}:ExtraQueryParameters:api-version", "1"));

        Assert.Equal(("https://graph.microsoft.com/v1.0", 2, TimeSpan.FromSeconds(20), 2048), (options.BaseUrl, options.Scopes.Count, options.Timeout, options.MaxResponseBytes));
        Assert.Equal((1, "odata.maxpagesize=5", "1"), (options.Retry.MaxRetryAttempts, options.ExtraHeaderParameters["prefer"], options.ExtraQueryParameters["api-version"]));
    }

    [Fact]
    public async Task An_api_without_a_section_stops_the_start()
    {
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => Stack.StartAsync(builder => builder.Services.AddDownstreamApi("Stock")));

        Assert.Equal(
            ["DownstreamApis:Stock:BaseUrl is missing: set the absolute URL of the API.",
             "DownstreamApis:Stock:Scopes is missing: set DownstreamApis:Stock:Scopes:0 to a permission such as https://graph.microsoft.com/User.Read."],
            error.Errors);
    }

    [Fact]
    public async Task An_api_is_there_by_its_name_and_two_clients_share_it()
    {
        await using var stack = await Stack.StartAsync(builder => builder.Services.AddDownstreamApi<Another>("Orders"));
        var services = stack.Local.FunctionApp!.Services;

        Assert.Same(services.GetRequiredKeyedService<DownstreamApi>("Orders"), services.GetRequiredService<Another>().Api);
    }

    [Fact]
    public async Task An_api_for_the_app_alone_is_not_called_as_a_user()
    {
        await using var stack = await Stack.StartAsync(
            ("DownstreamApis:Graph:RequestAppToken", "true"), ("DownstreamApis:Graph:Scopes:0", "https://graph.microsoft.com/.default"));

        var reply = await stack.GetAsync("me", "alice");

        Assert.Equal("unexpected", reply.Code);
        Assert.Equal(0, stack.Emulator.Stats.Snapshot().Exchanges());
    }

    [Fact]
    public async Task Nobody_named_is_nobody_called()
    {
        var api = new ScriptedApi();

        await Assert.ThrowsAsync<InvalidOperationException>(() => api.Api.DeleteAsync("orders/1", default, CancellationToken.None));

        Assert.Empty(api.Seen);
    }

    private static DownstreamApiOptions Bind(params (string Key, string? Value)[] settings)
    {
        var all = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            [$"{Graph}:BaseUrl"] = "https://graph.microsoft.com/v1.0",
            [$"{Graph}:Scopes:0"] = "https://graph.microsoft.com/User.Read",
        };
        foreach (var (key, value) in settings) all[key] = value;

        var services = new ServiceCollection().AddDownstreamApi("Graph");
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(all).Build());
        return services.BuildServiceProvider().GetRequiredService<IOptionsMonitor<DownstreamApiOptions>>().Get("Graph");
    }

    private sealed class Another(DownstreamApi api)
    {
        public DownstreamApi Api { get; } = api;
    }
}
