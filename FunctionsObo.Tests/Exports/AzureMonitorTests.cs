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
            ("APPLICATIONINSIGHTS_CONNECTION_STRING", $"InstrumentationKey=00000000-0000-4000-8000-000000000009;IngestionEndpoint={receiver.Address}"),
            ("APPLICATIONINSIGHTS_STATSBEAT_DISABLED", "true"),
            ("AzureAd__ClientCredentials__0__ClientSecret", "not-the-right-one"));
        var (token, trace) = (app.TokenOf("alice"), ActivityTraceId.CreateRandom().ToHexString());

        Assert.Equal(HttpStatusCode.InternalServerError, (await app.GetAsync("api/me", token, $"00-{trace}-{ActivitySpanId.CreateRandom().ToHexString()}-01")).Status);
        await app.StopAsync();

        var lines = LinesOf(receiver);
        var operation = lines.Where(line => Tag(line, "ai.operation.id") == trace).ToList();
        var request = Assert.Single(operation, line => Kind(line) == "RequestData");
        Assert.Equal(("GET /api/me", "500", false), (Data(request).GetProperty("name").GetString(), Data(request).GetProperty("responseCode").GetString(), Data(request).GetProperty("success").GetBoolean()));
        Assert.Contains(operation, line => Kind(line) == "RemoteDependencyData" && Data(line).GetProperty("name").GetString() == "token.request");
        Assert.Contains(operation, line => Kind(line) == "RemoteDependencyData" && Data(line).GetProperty("name").GetString()!.StartsWith("POST ", StringComparison.Ordinal));
        Assert.Contains(operation, line => Kind(line) == "MessageData" && Data(line).GetProperty("message").GetString()!.StartsWith("No token for Graph", StringComparison.Ordinal));
        Assert.Contains(lines, line => Kind(line) == "MetricData");

        var sent = string.Concat(receiver.Exports.Select(export => Encoding.UTF8.GetString(export.Body)));
        Assert.All(["eyJ", "not-the-right-one", WellKnown.AliceObjectId, "Alice"], secret => Assert.DoesNotContain(secret, sent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_standard_sampler_counts_and_a_warning_is_not_lost_with_a_trace_that_is_no_sample()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var app = await ExportingApp.StartAsync(
            ("APPLICATIONINSIGHTS_CONNECTION_STRING", $"InstrumentationKey=00000000-0000-4000-8000-000000000009;IngestionEndpoint={receiver.Address}"),
            ("APPLICATIONINSIGHTS_STATSBEAT_DISABLED", "true"),
            ("OTEL_TRACES_SAMPLER", "always_off"),
            ("AzureAd__ClientCredentials__0__ClientSecret", "not-the-right-one"));

        await app.GetAsync("api/me", app.TokenOf("alice"));
        await app.StopAsync();

        var lines = LinesOf(receiver);
        Assert.DoesNotContain(lines, line => Kind(line) is "RequestData" or "RemoteDependencyData");
        Assert.Contains(lines, line => Kind(line) == "MessageData" && Data(line).GetProperty("message").GetString()!.StartsWith("No token for Graph", StringComparison.Ordinal));
    }

    private static List<JsonElement> LinesOf(Receiver receiver) => [.. receiver.Exports.Where(export => export.Path.EndsWith("/track", StringComparison.Ordinal))
        .SelectMany(export => Encoding.UTF8.GetString(export.Body).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        .Select(line => JsonDocument.Parse(line).RootElement)];

    private static string? Kind(JsonElement line) => line.GetProperty("data").GetProperty("baseType").GetString();

    private static JsonElement Data(JsonElement line) => line.GetProperty("data").GetProperty("baseData");

    private static string? Tag(JsonElement line, string name) => line.GetProperty("tags").TryGetProperty(name, out var tag) ? tag.GetString() : null;
}
