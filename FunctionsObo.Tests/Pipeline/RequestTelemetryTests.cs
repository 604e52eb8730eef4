extern alias Timesheets;

using System.Diagnostics;
using System.Net;
using FunctionsObo.Testing;
using Timesheets::Contoso.Timesheets;

namespace FunctionsObo.Tests.Pipeline;

/// <summary>The span and the duration of a request. The test host listens to everything, and so the worker's span is the request's.</summary>
public sealed class RequestTelemetryTests
{
    private const string Order = "a11ce000-0000-4000-8000-000000000001";

    [Fact]
    public async Task A_request_is_named_by_its_route_and_tells_no_id_and_no_query()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        app.Api("Orders").Get($"orders/{Order}").Answers(new { id = Order, product = "Lamp", quantity = 1 });

        using var response = await app.ClientFor("alice", "access_as_user").GetAsync($"orders/{Order}?code=secret");

        var span = RequestOf(app);
        Assert.Equal((HttpStatusCode.OK, "GET /api/orders/{id}", ActivityKind.Server, ActivityStatusCode.Unset), (response.StatusCode, span.DisplayName, span.Kind, span.Status));
        Assert.Equal(("/api/orders/{id}", "/api/orders/*", 200), (span.GetTagItem("http.route"), span.GetTagItem("url.path"), span.GetTagItem("http.response.status_code")));
        Assert.DoesNotContain(span.TagObjects, tag => tag.Value is string text && (text.Contains("secret", StringComparison.Ordinal) || text.Contains(Order, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Only_a_failure_of_the_app_is_an_error()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        app.Api("Orders").Get("orders/1").Answers(HttpStatusCode.NotFound);
        app.Api("Orders").Get("orders/2").Answers(HttpStatusCode.BadRequest);
        var client = app.ClientFor("alice", "access_as_user");

        foreach (var order in (string[])["orders/1", "orders/2"]) (await client.GetAsync(order)).Dispose();
        (await app.AnonymousClient.GetAsync("orders/3")).Dispose();

        Assert.Equal(
            [(401, ActivityStatusCode.Unset, null), (404, ActivityStatusCode.Unset, null), (502, ActivityStatusCode.Error, "502")],
            RequestsOf(app).Select(span => ((int)span.GetTagItem("http.response.status_code")!, span.Status, (string?)span.GetTagItem("error.type"))).Order());
        Assert.Equal(1, app.Metrics.All.Count(one => one.Instrument == "http.server.request.duration" && one.Tags.ContainsKey("error.type")));
    }

    [Fact]
    public async Task A_second_call_has_no_token_request_in_its_trace_and_its_duration_no_ids()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        app.Api("Graph").Get("me").Answers(new { id = "1" });
        var client = app.ClientFor("alice", "access_as_user");

        for (var i = 0; i < 2; i++) (await client.GetAsync("me")).Dispose();

        Assert.Single(app.Spans, span => span.OperationName == "token.request");
        Assert.Single(app.Spans, span => span.OperationName == "token.validate");
        Assert.All(app.Metrics.All.Where(one => one.Instrument == "http.server.request.duration"), one => Assert.Equal(
            ["http.request.method=GET", "http.response.status_code=200", "http.route=/api/me", "url.scheme=http"],
            one.Tags.Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task An_exchange_is_in_the_trace_of_the_request_that_began_it()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        app.Api("Graph").Get("me").Answers(new { id = "1" });

        (await app.ClientFor("alice", "access_as_user").GetAsync("me")).Dispose();

        var exchange = Assert.Single(app.Spans, span => span.OperationName == "token.request");
        Assert.Equal((RequestOf(app).SpanId, ActivityKind.Internal), (exchange.ParentSpanId, exchange.Kind));
        Assert.Contains(app.Spans, span => span.ParentSpanId == exchange.SpanId && span.Source.Name == "System.Net.Http");
    }

    [Fact]
    public async Task A_circuit_that_is_open_is_seen_and_so_is_its_closing()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>(new()
        {
            Settings = { ["DownstreamApis:Orders:CircuitBreaker:Failures"] = "2", ["DownstreamApis:Orders:Retry:MaxRetryAttempts"] = "0" },
        });
        app.Api("Orders").Get("orders/1").Times(2).Answers(HttpStatusCode.InternalServerError);
        app.Api("Orders").Get("orders/1").Answers(new { id = "1", product = "Lamp", quantity = 1 });

        await CallAsync("alice");
        Assert.Equal(0, IsOpen());
        await CallAsync("bob");
        Assert.Equal(1, IsOpen());
        app.Time.Advance(TimeSpan.FromSeconds(6));
        await CallAsync("alice");
        Assert.Equal(0, IsOpen());

        async Task CallAsync(string user) => (await app.ClientFor(user, "access_as_user").GetAsync("orders/1")).Dispose();

        double? IsOpen() => app.Metrics.Latest("functionsobo.downstream.circuit.open", ("api", "Orders"));
    }

    [Fact]
    public async Task Another_trigger_has_no_request()
    {
        await using var app = await ProtectedFunctions.StartAsync<Weeks>(new() { Settings = { ["Timesheets:HoursPerWeek"] = "38" } });

        await app.RunFunctionAsync("CloseWeek", "{}");

        Assert.DoesNotContain(app.Metrics.All, one => one.Instrument == "http.server.request.duration");
    }

    private static Activity RequestOf(TestApp app) => Assert.Single(RequestsOf(app));

    private static IEnumerable<Activity> RequestsOf(TestApp app) => app.Spans.Where(span => span.GetTagItem("http.route") is not null);
}
