using System.Net;
using FunctionsHost.Diagnostics;
using FunctionsObo.OpenTelemetry;
using FunctionsObo.Testing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace FunctionsObo.Tests.Exports;

/// <summary>Where telemetry goes is what the app settings say; what they say wrongly stops the start.</summary>
public sealed class ExportSettingsTests
{
    private const string ConnectionString = "InstrumentationKey=00000000-0000-4000-8000-000000000009;IngestionEndpoint=http://localhost:1/";

    [Fact]
    public async Task Without_a_destination_nothing_of_OpenTelemetry_is_loaded()
    {
        if (!OperatingSystem.IsLinux()) return; // what a process has loaded is read from its map of memory
        await using var app = await ExportingApp.StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("api/me", app.TokenOf("alice"))).Status);

        Assert.DoesNotContain(Loaded(app), name => name.StartsWith("OpenTelemetry", StringComparison.Ordinal) || name.StartsWith("Azure.Monitor", StringComparison.Ordinal) || name == "Microsoft.Azure.Functions.Worker.OpenTelemetry.dll");
        Assert.Contains(Loaded(app), name => name == "FunctionsObo.dll");
    }

    [Fact]
    public async Task With_a_destination_it_is_loaded_and_Azure_Monitor_only_if_it_is_one()
    {
        if (!OperatingSystem.IsLinux()) return;
        await using var app = await ExportingApp.StartAsync(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:1"));

        Assert.Contains(Loaded(app), name => name == "OpenTelemetry.dll");
        Assert.DoesNotContain(Loaded(app), name => name.StartsWith("Azure.Monitor", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_receiver_that_is_not_there_costs_no_request_and_no_end()
    {
        await using var app = await ExportingApp.StartAsync(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:1"), ("APPLICATIONINSIGHTS_CONNECTION_STRING", ConnectionString));

        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("api/me", app.TokenOf("alice"))).Status);
        await app.StopAsync();
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4317", "must be an absolute http or https URL")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "http://me:secret@collector:4317", "must be an absolute http or https URL without a user")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "secret", "must be an absolute http or https URL")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json", "must be grpc or http/protobuf")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "secret", "must be like name=value")]
    [InlineData("OTEL_EXPORTER_OTLP_LOGS_TIMEOUT", "10s", "must be a whole number of milliseconds")]
    [InlineData("OTEL_RESOURCE_ATTRIBUTES", "secret", "must be like name=value")]
    [InlineData("OTEL_TRACES_SAMPLER", "parentbased", "must be one of always_on, ")]
    [InlineData("OTEL_TRACES_SAMPLER_ARG", "25%", "must be a number from 0 to 1")]
    [InlineData("OTEL_METRICS_EXPORTER", "prometheus", "must be otlp or none")]
    [InlineData("OTEL_SDK_DISABLED", "yes", "must be true or false")]
    [InlineData("OTEL_METRIC_EXPORT_INTERVAL", "0", "must be a whole number of milliseconds")]
    [InlineData("APPLICATIONINSIGHTS_CONNECTION_STRING", "secret", "must be like InstrumentationKey=")]
    [InlineData("APPLICATIONINSIGHTS_CONNECTION_STRING", "InstrumentationKey=00000000-0000-4000-8000-000000000009;IngestionEndpoint=here", "must be like InstrumentationKey=")]
    public void A_value_that_cannot_be_used_is_named_and_not_told(string key, string value, string told)
    {
        var error = Assert.Single(Read((key, value)).Errors);

        Assert.StartsWith($"{key} {told}", error);
        Assert.DoesNotContain("secret", error);
    }

    [Fact]
    public async Task A_wrong_value_stops_the_start_with_a_sentence()
    {
        var refusal = await Assert.ThrowsAsync<FunctionsHostException>(() => ExportingApp.StartAsync(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4317"), ("AzureAd__ClientId", "")));

        Assert.Contains("OTEL_EXPORTER_OTLP_ENDPOINT must be an absolute http or https URL", refusal.Message);
        Assert.Contains("AzureAd:ClientId", refusal.Message); // with all others
        Assert.DoesNotContain("   at ", refusal.Message);
    }

    [Fact]
    public async Task Settings_that_are_added_after_the_program_has_run_count_and_the_app_is_named_after_itself()
    {
        await using var receiver = await Receiver.StartAsync();
        await using (var app = await ProtectedFunctions.StartAsync<Program>(new()
        {
            Settings = { ["OTEL_EXPORTER_OTLP_LOGS_ENDPOINT"] = $"{receiver.Address}v1/logs", ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf" },
        }))
        {
            app.Services.GetRequiredService<ILogger<ExportSettingsTests>>().Log(LogLevel.Warning, 0, "told at last", exception: null, static (text, _) => text);
            Assert.Equal("True", app.Services.GetRequiredService<IOptions<WorkerOptions>>().Value.Capabilities["WorkerOpenTelemetryEnabled"]);
        }

        var received = new Received(receiver);
        Assert.Contains(received.Logs, log => log.Body.Text == "told at last");
        Assert.All(receiver.Exports, export => Assert.Equal("/v1/logs", export.Path));
        Assert.All(received.LogsByResource, logs => Assert.Equal("FunctionApp", Received.Value(logs.Resource.Attributes, "service.name")));
    }

    [Fact]
    public async Task Without_a_destination_the_host_is_told_nothing_and_the_log_goes_nowhere_else()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();

        Assert.False(app.Services.GetRequiredService<IOptions<WorkerOptions>>().Value.Capabilities.ContainsKey("WorkerOpenTelemetryEnabled"));
        Assert.Same(NullLoggerProvider.Instance, app.Services.GetRequiredService<TelemetryExport>().Logs);
    }

    [Fact]
    public void Calling_it_twice_is_an_error()
    {
        var builder = FunctionsApplication.CreateBuilder([]).ExportTelemetry("One");

        Assert.Contains("called before", Assert.Throws<InvalidOperationException>(() => builder.ExportTelemetry("Other")).Message);
    }

    [Theory]
    [InlineData("", false, false, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4317", true, true, true)]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=http://localhost:4317", false, true, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4317 OTEL_LOGS_EXPORTER=none", true, true, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4317 OTEL_SDK_DISABLED=true", false, false, false)]
    [InlineData("OTEL_SERVICE_NAME=profile", false, false, false)]
    [InlineData("APPLICATIONINSIGHTS_CONNECTION_STRING=", false, false, false)]
    [InlineData("APPLICATIONINSIGHTS_CONNECTION_STRING=InstrumentationKey=00000000-0000-4000-8000-000000000009", true, true, true)]
    public void Signals_go_where_there_is_a_destination(string settings, bool traces, bool metrics, bool logs)
    {
        var read = Read([.. settings.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(setting => setting.Split('=', 2)).Select(pair => (pair[0], pair[1]))]);

        Assert.Empty(read.Errors);
        Assert.Equal((traces, metrics, logs, traces || metrics || logs), (read.Traces, read.Metrics, read.Logs, read.IsOn));
    }

    [Theory]
    [InlineData(null, null, "ParentBased{AlwaysOnSampler}")]
    [InlineData("always_on", null, "AlwaysOnSampler")]
    [InlineData("always_off", null, "AlwaysOffSampler")]
    [InlineData("traceidratio", "0.25", "TraceIdRatioBasedSampler{0.250000}")]
    [InlineData("parentbased_always_off", null, "ParentBased{AlwaysOffSampler}")]
    [InlineData("parentbased_traceidratio", "0.5", "ParentBased{TraceIdRatioBasedSampler{0.500000}}")]
    public void Samplers_have_their_standard_names(string? name, string? argument, string sampler) =>
        Assert.Equal(sampler, Samplers.Of(Configuration(("OTEL_TRACES_SAMPLER", name), ("OTEL_TRACES_SAMPLER_ARG", argument))).Description);

    private static ExportSettings Read(params (string Key, string Value)[] settings) =>
        new(Configuration([.. settings.Select(setting => (setting.Key, (string?)setting.Value))]));

    private static IConfiguration Configuration(params (string Key, string? Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value))).Build();

    private static HashSet<string> Loaded(ExportingApp app) =>
        [.. File.ReadLines($"/proc/{app.ProcessId}/maps").Select(line => Path.GetFileName(line.Split(' ')[^1])).Where(name => name.EndsWith(".dll", StringComparison.Ordinal))];
}
