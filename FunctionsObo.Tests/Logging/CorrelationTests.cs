using FunctionsObo.Testing;
using Microsoft.Extensions.Logging.Testing;

namespace FunctionsObo.Tests.Logging;

/// <summary>The caller's own id of an operation is on the lines of its request, as a scope: that is what exporters send along.</summary>
public sealed class CorrelationTests
{
    [Fact]
    public async Task The_callers_correlation_id_is_on_each_line_of_its_request()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        app.Entra.LosesConsent("Graph");

        await CallAsync(app.ClientFor("alice", "access_as_user"), "order-7");

        Assert.All(new[] { "ConsentMissing", "RequestFailed" }, name => Assert.Equal("order-7", Of(app, name)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("two words")]
    [InlineData("a\"b")]
    public async Task What_is_no_id_is_on_none(string? correlation)
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        app.Entra.LosesConsent("Graph");

        await CallAsync(app.ClientFor("alice", "access_as_user"), correlation);

        Assert.All(new[] { "ConsentMissing", "RequestFailed" }, name => Assert.Null(Of(app, name)));
    }

    [Fact]
    public async Task Of_those_who_share_an_exchange_its_line_belongs_to_the_one_that_began_it()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        app.Entra.LosesConsent("Graph");
        using var alice = app.ClientFor("alice", "access_as_user");
        await CallAsync(alice, "first");
        app.Time.Advance(TimeSpan.FromSeconds(31));

        await CallAsync(alice, "second"); // the failure is remembered: nobody asks again

        Assert.Equal("first", Of(app, "ConsentMissing"));
        Assert.Equal(["first", "second"], app.Logs.GetSnapshot().Where(log => log.Id.Name == "RequestFailed").Select(CorrelationOf));
    }

    private static async Task CallAsync(HttpClient client, string? correlation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "me");
        if (correlation is not null) request.Headers.TryAddWithoutValidation("X-Correlation-ID", correlation);
        await client.SendAsync(request);
    }

    private static string? Of(TestApp app, string name) => CorrelationOf(Assert.Single(app.Logs.GetSnapshot(), log => log.Id.Name == name));

    private static string? CorrelationOf(FakeLogRecord log) => log.Scopes
        .OfType<IEnumerable<KeyValuePair<string, object?>>>().SelectMany(scope => scope)
        .Where(pair => pair.Key == "CorrelationId").Select(pair => $"{pair.Value}").SingleOrDefault();
}
