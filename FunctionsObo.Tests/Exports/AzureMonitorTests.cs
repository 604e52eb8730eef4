using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using TestSupport;

namespace FunctionsObo.Tests.Exports;

/// <summary>What arrives at the ingestion endpoint of Application Insights: lines of JSON.</summary>
public sealed class AzureMonitorTests
{
    [Fact]
    public async Task A_call_is_one_operation_with_its_request_its_dependencies_and_its_log()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var app = await ExportingApp.StartAsync(
            ("APPLICATIONINSIGHTS_CONNECTION_STRING", ConnectionTo(receiver)),
            ("APPLICATIONINSIGHTS_STATSBEAT_DISABLED", "true"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "1000"),
            ("AzureAd__ClientCredentials__0__ClientSecret", "not-the-right-one"));
        var (token, trace) = (app.TokenOf("alice"), ActivityTraceId.CreateRandom().ToHexString());

        Assert.Equal(HttpStatusCode.InternalServerError, (await app.GetAsync("api/me", token, $"00-{trace}-{ActivitySpanId.CreateRandom().ToHexString()}-01")).Status);
        await receiver.HasAsync("No token for Graph", "RequestData", "token.request", "MetricData");
        await app.StopAsync();

        var lines = LinesOf(receiver);
        var operation = lines.Where(line => Tag(line, "ai.operation.id") == trace).ToList();
        var request = Assert.Single(operation, line => Kind(line) == "RequestData");
        Assert.Equal(("GET /api/me", "500", false), (Data(request).GetProperty("name").GetString(), Data(request).GetProperty("responseCode").GetString(), Data(request).GetProperty("success").GetBoolean()));
        Assert.Contains(operation, line => Kind(line) == "RemoteDependencyData" && Data(line).GetProperty("name").GetString() == "token.request");
        Assert.Contains(operation, line => Kind(line) == "RemoteDependencyData" && Data(line).GetProperty("name").GetString()!.StartsWith("POST ", StringComparison.Ordinal));
        Assert.Contains(operation, line => Kind(line) == "MessageData" && Data(line).GetProperty("message").GetString()!.StartsWith("No token for Graph", StringComparison.Ordinal));
        Assert.Contains(lines, line => Kind(line) == "MetricData");
        Assert.DoesNotContain(lines.Where(line => Kind(line) == "RemoteDependencyData"), line => line.GetRawText().Contains("/track", StringComparison.Ordinal) || line.GetRawText().Contains("FunctionRpc", StringComparison.Ordinal));

        var sent = string.Concat(receiver.Exports.Select(export => Encoding.UTF8.GetString(export.Body)));
        Assert.All(["eyJ", "not-the-right-one", WellKnown.AliceObjectId, "Alice"], secret => Assert.DoesNotContain(secret, sent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_standard_sampler_counts_and_a_warning_is_not_lost_with_a_trace_that_is_no_sample()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var app = await ExportingApp.StartAsync(
            ("APPLICATIONINSIGHTS_CONNECTION_STRING", ConnectionTo(receiver)),
            ("APPLICATIONINSIGHTS_STATSBEAT_DISABLED", "true"),
            ("OTEL_TRACES_SAMPLER", "always_off"),
            ("AzureAd__ClientCredentials__0__ClientSecret", "not-the-right-one"));

        await app.GetAsync("api/me", app.TokenOf("alice"));
        await receiver.HasAsync("No token for Graph");
        await app.StopAsync();

        var lines = LinesOf(receiver);
        Assert.DoesNotContain(lines, line => Kind(line) is "RequestData" or "RemoteDependencyData");
        Assert.Contains(lines, line => Kind(line) == "MessageData" && Data(line).GetProperty("message").GetString()!.StartsWith("No token for Graph", StringComparison.Ordinal));
    }

    /// <summary>With a key of its own: the exporter keeps on the disk what it could not send, by the key, and a later app would send it.</summary>
    private static string ConnectionTo(Receiver receiver) => $"InstrumentationKey={Guid.NewGuid()};IngestionEndpoint={receiver.Address}";

    private static List<JsonElement> LinesOf(Receiver receiver) => [.. receiver.Exports.Where(export => export.Path.EndsWith("/track", StringComparison.Ordinal))
        .SelectMany(export => Encoding.UTF8.GetString(export.Body).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        .Select(line => JsonDocument.Parse(line).RootElement)];

    private static string? Kind(JsonElement line) => line.GetProperty("data").GetProperty("baseType").GetString();

    private static JsonElement Data(JsonElement line) => line.GetProperty("data").GetProperty("baseData");

    private static string? Tag(JsonElement line, string name) => line.GetProperty("tags").TryGetProperty(name, out var tag) ? tag.GetString() : null;
}
