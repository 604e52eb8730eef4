using System.Net;
using FunctionsObo.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Local.Tests.Testing;

public sealed class ObservationTests
{
    [Fact]
    public async Task Logs_are_those_of_this_app()
    {
        await using var one = await ProtectedFunctions.StartAsync<Program>();
        await using var other = await ProtectedFunctions.StartAsync<Program>();

        one.Services.GetRequiredService<ILogger<ObservationTests>>().Log(LogLevel.Warning, 0, "told to one", exception: null, static (text, _) => text);

        Assert.Contains(one.Logs.GetSnapshot(), log => log.Message == "told to one");
        Assert.DoesNotContain(other.Logs.GetSnapshot(), log => log.Message == "told to one");
    }

    [Fact]
    public async Task Metrics_and_spans_are_those_of_this_app()
    {
        await using var one = await ProtectedFunctions.StartAsync<Program>();
        await using var other = await ProtectedFunctions.StartAsync<Program>();
        one.Api("Graph").Get("me").Answers(new { id = "1" });

        await one.ClientFor("alice", "access_as_user").GetAsync("me");
        await other.AnonymousClient.GetAsync("me");

        Assert.NotEmpty(one.Metrics.All);
        Assert.Equal((1, 0), (one.Metrics.Sum("functionsobo.token.requests"), other.Metrics.Sum("functionsobo.token.requests")));
        Assert.NotEmpty(one.Spans);
        Assert.Single(one.Spans.Select(span => span.TraceId).Distinct());
        Assert.Empty(one.Spans.Select(span => span.TraceId).Intersect(other.Spans.Select(span => span.TraceId)));
    }

    [Fact]
    public async Task Own_services_take_the_place_of_the_apps()
    {
        var own = new OwnMarker();
        await using var app = await ProtectedFunctions.StartAsync<Program>(new() { ConfigureServices = services => services.AddSingleton(own) });

        Assert.Same(own, app.Services.GetRequiredService<OwnMarker>());
    }

    [Fact]
    public async Task Own_settings_override_all_others()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>(new() { Settings = { ["AzureAd:Audience"] = "api://contoso-orders" } });
        app.Api("Graph").Get("me").Answers(new { id = "1" });

        Assert.Equal(HttpStatusCode.OK, (await app.ClientFor("alice", "access_as_user").GetAsync("me")).StatusCode);
        Assert.Equal("api://contoso-orders", new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(app.TokenFor("alice")).Audiences.Single());
    }

    [Fact]
    public async Task Wrong_settings_are_told_as_at_any_start()
    {
        var error = await Assert.ThrowsAsync<FunctionsObo.Registration.ConfigurationException>(
            () => ProtectedFunctions.StartAsync<Program>(new() { Settings = { ["AzureAd:ClientId"] = "no guid" } }));

        Assert.Contains(error.Errors, told => told.StartsWith("AzureAd:ClientId", StringComparison.Ordinal));
    }

    private sealed class OwnMarker;
}
