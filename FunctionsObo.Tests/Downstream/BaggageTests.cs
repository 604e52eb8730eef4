using System.Diagnostics;
using System.Globalization;
using FunctionsObo.Registration;
using Microsoft.Extensions.DependencyInjection;
using TestSupport;

namespace FunctionsObo.Tests.Downstream;

/// <summary>What of a caller's baggage downstream APIs get to see.</summary>
public sealed class BaggageTests
{
    [Theory]
    [InlineData("tenant=contoso,color=blue", "tenant=contoso")]
    [InlineData("color=blue", null)]
    [InlineData("Tenant=contoso", null)]
    [InlineData("tenant=contoso;secret=1, region = north%20west ", "region=north%20west,tenant=contoso")]
    [InlineData("tenant=a%0D%0Ab", null)]
    [InlineData("tenant=a,tenant=b,region=r", "region=r,tenant=a")]
    [InlineData("tenant", null)]
    public async Task Only_allowed_names_go_on(string sent, string? expected)
    {
        Assert.Equal(expected, await SendAsync(sent, "tenant", "region"));
    }

    [Fact]
    public async Task By_default_nothing_goes_on() => Assert.Null(await SendAsync("tenant=contoso"));

    [Theory]
    [InlineData(256, true)]
    [InlineData(257, false)]
    public async Task A_value_that_is_too_long_stays_here(int length, bool goes) =>
        Assert.Equal(goes, await SendAsync($"tenant={new string('a', length)}", "tenant") is not null);

    [Theory]
    [InlineData(8192, true)]
    [InlineData(8193, false)]
    public async Task Baggage_that_is_too_long_is_not_read(int length, bool goes) =>
        Assert.Equal(goes, await SendAsync("tenant=contoso,x=".PadRight(length, 'a'), "tenant") is not null);

    [Fact]
    public async Task It_is_the_same_when_somebody_listens_to_the_workers_own_activity()
    {
        using var listener = new ActivityListener { ShouldListenTo = _ => true, Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData };
        ActivitySource.AddActivityListener(listener); // also hears the tests beside this one

        Assert.Equal("tenant=contoso", await SendAsync("tenant=contoso,color=blue", "tenant"));
        Assert.Null(await SendAsync("tenant=contoso"));
    }

    [Fact]
    public async Task A_name_that_is_none_stops_the_start()
    {
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => Stack.StartAsync(
            ("Baggage:AllowedNames:0", "a b"), ("Baggage:AllowedNames:1", ""), ("Baggage:AllowedNames:2", new string('a', 65)), ("Baggage:AllowedNames:3", new string('a', 64))));

        Assert.Equal(["Baggage:AllowedNames:0", "Baggage:AllowedNames:1", "Baggage:AllowedNames:2"], error.Errors.Select(one => one.Split(' ')[0]));
    }

    [Fact]
    public async Task More_than_sixteen_names_stop_the_start()
    {
        var names = Enumerable.Range(0, 17).Select(i => ($"Baggage:AllowedNames:{i}", (string?)string.Create(CultureInfo.InvariantCulture, $"n{i}"))).ToArray();

        var error = await Assert.ThrowsAsync<ConfigurationException>(() => Stack.StartAsync(names));

        Assert.StartsWith("Baggage:AllowedNames has more than 16", Assert.Single(error.Errors), StringComparison.Ordinal);
        await using var stack = await Stack.StartAsync(names[..16]);
    }

    /// <returns>The baggage of the downstream request, its entries in order; null for none.</returns>
    private static async Task<string?> SendAsync(string baggage, params string[] allowed)
    {
        string? sent = null;
        await using var stack = await Stack.StartAsync(
            builder => builder.Services.AddHttpClient("Graph").AddHttpMessageHandler(() => new Recorder(headers => sent = headers)),
            [.. allowed.Select((name, i) => ($"Baggage:AllowedNames:{i}", (string?)name))]);
        using var request = new HttpRequestMessage(HttpMethod.Get, "me");
        request.Headers.Add("Authorization", $"Bearer {stack.Emulator.IssueAccessToken("alice")}");
        request.Headers.TryAddWithoutValidation("baggage", baggage);

        Assert.Equal(System.Net.HttpStatusCode.OK, (await stack.SendAsync(request)).Status);
        return sent;
    }

    private sealed class Recorder(Action<string?> record) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            record(request.Headers.NonValidated.TryGetValues("baggage", out var values)
                ? string.Join(',', values.ToString().Replace(" ", "", StringComparison.Ordinal).Split(',').Order(StringComparer.Ordinal))
                : null);
            return response;
        }
    }
}
