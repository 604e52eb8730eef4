using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using FunctionsObo.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsObo.Tests.Conventions;

/// <summary>The queries of docs/operations.md ask for metrics that the app has, by the names that receivers make of them.</summary>
public sealed partial class QueryTests
{
    private static readonly string Page = Documents.Read("docs/operations.md");

    [Fact]
    public async Task Every_metric_that_a_query_asks_for_is_one_of_the_app()
    {
        var instruments = await InstrumentsAsync();

        Assert.InRange(instruments.Count, 10, 100);
        var asked = ForPrometheus().Matches(Page).Select(name => name.Value).Distinct(StringComparer.Ordinal).ToList();
        Assert.InRange(asked.Count, 8, 100);
        Assert.Empty(asked.Except(instruments.SelectMany(PrometheusNames), StringComparer.Ordinal));
        var queries = string.Concat(Documents.Blocks(Page, "kusto").Select(block => block.Code));
        Assert.Empty(InText().Matches(queries).Select(name => name.Groups["name"].Value).Except(instruments.Select(instrument => instrument.Name), StringComparer.Ordinal));
    }

    /// <summary>An alert is in both languages; what only one of them can say has a block of that one.</summary>
    [Fact]
    public void Alerts_are_in_both_languages() =>
        Assert.Equal(9, Math.Min(Documents.Blocks(Page, "promql").Count(), Documents.Blocks(Page, "kusto").Count()));

    /// <summary>As https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/ has it.</summary>
    private static IEnumerable<string> PrometheusNames(Instrument instrument)
    {
        var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        var name = instrument.Name.Replace('.', '_') + unit;
        var type = instrument.GetType().Name;
        return type.StartsWith("Histogram", StringComparison.Ordinal) ? [name + "_bucket", name + "_sum", name + "_count"]
            : type.Contains("Counter", StringComparison.Ordinal) ? [name + "_total"]
            : [name];
    }

    private static async Task<List<Instrument>> InstrumentsAsync()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();
        app.Api("Graph").Get("me").Answers(new { id = "1" });
        using (await app.ClientFor("alice", "access_as_user").GetAsync("me")) { } // some are there from the first call

        var factory = app.Services.GetRequiredService<IMeterFactory>();
        var instruments = new List<Instrument>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => { if (instrument.Meter.Scope == factory) instruments.Add(instrument); } };
        listener.Start();
        return instruments;
    }

    [GeneratedRegex(@"\bfunctionsobo_[a-z_]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ForPrometheus();

    [GeneratedRegex("\"(?<name>functionsobo\\.[a-z_.]+)\"(?!\\])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InText();
}
