using System.Diagnostics;
using System.Net;
using FunctionsObo.Tests.Exports.Otlp;
using Google.Protobuf;
using TestSupport;

namespace FunctionsObo.Tests.Exports;

/// <summary>What arrives at a receiver of OTLP, over the wire, from the app in a process of its own.</summary>
public sealed class OtlpTests
{
    private const int Internal = 1;
    private const int Server = 2;
    private const int Client = 3;

    [Fact]
    public async Task A_first_call_is_one_trace_from_the_request_to_the_APIs_and_a_second_one_has_no_token_in_it()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var app = await ExportingApp.StartAsync(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.Address.ToString()),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_EXPORTER_OTLP_HEADERS", "x-of=the%20operator"),
            ("OTEL_SERVICE_NAME", "profile"),
            ("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test"));
        var token = app.TokenOf("alice");
        var (first, second) = (Trace(), Trace());

        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("api/me?code=of%20the%20caller", token, first.Header)).Status);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("api/me", token, second.Header)).Status);
        await app.StopAsync();

        var received = new Received(receiver);
        var resource = received.Traces[0].Resource.Attributes;
        Assert.Equal("profile", Received.Value(resource, "service.name"));
        Assert.Equal("test", Received.Value(resource, "deployment.environment.name"));
        Assert.All(receiver.Exports, export => Assert.Equal("the operator", export.Header["x-of"]));

        var spans = received.Spans.Where(span => span.TraceId == first.Id).ToList();
        var request = Single(spans, "GET /api/me", Server);
        var validation = Single(spans, "token.validate", Internal);
        var exchange = Single(spans, "token.request", Internal);
        var endpoint = Assert.Single(spans, span => span.Kind == Client && span.ParentSpanId == exchange.SpanId);
        var downstream = Assert.Single(spans, span => span.Kind == Client && span.ParentSpanId == request.SpanId);
        Assert.Equal(5, spans.Count);
        Assert.Equal((request.SpanId, request.SpanId), (validation.ParentSpanId, exchange.ParentSpanId));
        Assert.All(spans, span => Assert.Equal(0, span.Status?.Code ?? 0));

        Assert.Equal(("GET", "/api/me", "/api/me", "200"), (Of(request, "http.request.method"), Of(request, "http.route"), Of(request, "url.path"), Of(request, "http.response.status_code")));
        Assert.Equal(("http", "127.0.0.1", "Me"), (Of(request, "url.scheme"), Of(request, "server.address"), Of(request, "faas.name")));
        Assert.Equal(("POST", "200"), (Of(endpoint, "http.request.method"), Of(endpoint, "http.response.status_code")));
        Assert.EndsWith("/*/oauth2/v2.0/token", Of(endpoint, "url.full"));
        Assert.EndsWith("/graph/v1.0/me", Of(downstream, "url.full"));
        Assert.Equal(("Graph", "on_behalf_of", "success"), (Of(exchange, "functionsobo.api"), Of(exchange, "functionsobo.grant"), Of(exchange, "functionsobo.outcome")));

        Assert.Equal([(Server, "GET /api/me"), (Client, "GET")], received.Spans.Where(span => span.TraceId == second.Id).Select(span => (span.Kind, span.Name)).OrderBy(span => span.Kind));

        Assert.All(received.Spans.Where(span => span.Name == "metadata.fetch"), span => Assert.True(span.ParentSpanId.IsEmpty));
        Assert.DoesNotContain(received.Spans, span => Of(span, "url.full")?.Contains("/v1/", StringComparison.Ordinal) is true); // the exporters' own
        AssertNothingSecret(received, token);
    }

    [Fact]
    public async Task Metrics_name_the_route_and_a_slow_exchange_leads_to_its_trace()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var app = await ExportingApp.StartAsync(("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.Address.ToString()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"));
        var (token, trace) = (app.TokenOf("alice"), Trace());

        await app.GetAsync("api/me", token, trace.Header);
        await app.GetAsync("api/me", token: null);
        await app.StopAsync();

        var received = new Received(receiver);
        var requests = Assert.Single(received.Metrics, metric => metric.Name == "http.server.request.duration");
        Assert.Equal("s", requests.Unit);
        Assert.Equal(
            ["GET /api/me http 200", "GET /api/me http 401"],
            requests.Histogram.Points.Select(point => string.Join(' ', point.Attributes.OrderBy(Order).Select(attribute => Received.Value(point.Attributes, attribute.Key)))).Order());
        Assert.All(requests.Histogram.Points, point => Assert.Equal(0.005, point.Bounds[0]));

        var exchanges = Assert.Single(Assert.Single(received.Metrics, metric => metric.Name == "functionsobo.token.request.duration").Histogram.Points);
        Assert.Equal(trace.Id, Assert.Single(exchanges.Exemplars).TraceId);
        Assert.Contains(received.Metrics, metric => metric.Name == "http.client.request.duration");
        Assert.Contains(received.Metrics, metric => metric.Name == "functionsobo.token.last_success.age");
        AssertNothingSecret(received, token);

        static int Order(Otlp.Attribute attribute) => Array.IndexOf(["http.request.method", "http.route", "url.scheme", "http.response.status_code"], attribute.Key);
    }

    [Fact]
    public async Task Log_records_have_the_trace_of_their_request_and_what_fails_is_an_error_of_its_span()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var app = await ExportingApp.StartAsync(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.Address.ToString()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("AzureAd__ClientCredentials__0__ClientSecret", "not-the-right-one"));
        var (token, trace) = (app.TokenOf("alice"), Trace());

        Assert.Equal(HttpStatusCode.InternalServerError, (await app.GetAsync("api/me", token, trace.Header)).Status);
        await app.StopAsync();

        var received = new Received(receiver);
        var exchange = Assert.Single(received.Spans, span => span.Name == "token.request");
        var request = Assert.Single(received.Spans, span => span.Kind == Server);
        Assert.Equal((2, "Misconfigured"), (exchange.Status.Code, Of(exchange, "error.type")));
        Assert.Equal((2, "500", "500"), (request.Status.Code, Of(request, "error.type"), Of(request, "http.response.status_code")));
        var refusal = Assert.Single(received.Logs, log => log.Body.Text.StartsWith("No token for Graph", StringComparison.Ordinal));
        Assert.Equal((trace.Id, exchange.SpanId), (refusal.TraceId, refusal.SpanId));
        Assert.DoesNotContain("not-the-right-one", received.Text);
        AssertNothingSecret(received, token);
    }

    [Fact]
    public async Task Without_a_protocol_it_is_gRPC_and_one_signal_may_go_its_own_way()
    {
        await using var all = await Receiver.StartAsync(grpc: true);
        await using var traces = await Receiver.StartAsync();
        await using var app = await ExportingApp.StartAsync(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", all.Address.ToString()), ("OTEL_METRICS_EXPORTER", "none"), ("AzureAd__ClientCredentials__0__ClientSecret", "not-the-right-one"),
            ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", new Uri(traces.Address, "own/path").ToString()), ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "http/protobuf"));

        await app.GetAsync("api/me", app.TokenOf("alice"));
        await app.StopAsync();

        Assert.Equal(["/opentelemetry.proto.collector.logs.v1.LogsService/Export"], all.Exports.Select(export => export.Path).Distinct());
        Assert.Equal(["/own/path"], traces.Exports.Select(export => export.Path).Distinct());
    }

    private static void AssertNothingSecret(Received received, string token)
    {
        Assert.Contains("GET /api/me", received.Text);
        Assert.All(
            ["eyJ", token.Split('.')[2], WellKnown.FunctionAppSecret, WellKnown.AliceObjectId, "Alice", "alice", "of the caller", "of%20the%20caller", "client_assertion"],
            secret => Assert.DoesNotContain(secret, received.Text, StringComparison.Ordinal));
    }

    private static Span Single(IEnumerable<Span> spans, string name, int kind) => Assert.Single(spans, span => span.Name == name && span.Kind == kind);

    private static string? Of(Span span, string key) => Received.Value(span.Attributes, key);

    private static (ByteString Id, string Header) Trace()
    {
        var context = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);
        return (ByteString.CopyFrom(Convert.FromHexString(context.TraceId.ToHexString())), $"00-{context.TraceId}-{context.SpanId}-01");
    }
}
