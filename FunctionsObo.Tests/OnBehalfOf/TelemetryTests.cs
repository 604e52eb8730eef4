using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using EntraEmulator.Faults;
using EntraEmulator.Tenants;
using TestSupport;

namespace FunctionsObo.Tests.OnBehalfOf;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Operators_see_requests_lookups_and_the_circuit_and_nothing_that_is_secret()
    {
        await using var stack = await Stack.StartAsync();
        using var watch = new Watch(stack.Get<IMeterFactory>());
        var token = stack.Emulator.IssueAccessToken("alice");
        stack.Emulator.Faults.Enqueue(new Fault { User = "bob", Error = "interaction_required", Codes = [50076], Claims = "{\"access_token\":{}}", Times = 0 });

        await stack.SendAsync(HttpMethod.Get, "me", token);
        await stack.SendAsync(HttpMethod.Get, "me", token);
        var bobs = stack.Emulator.IssueAccessToken("bob");
        await stack.SendAsync(HttpMethod.Get, "me", bobs);
        await stack.SendAsync(HttpMethod.Get, "me", bobs);
        stack.Time.Advance(TimeSpan.FromMinutes(1));
        watch.Observe();

        Assert.Equal(1, watch["functionsobo.token.requests grant=on_behalf_of api=Graph outcome=success"]);
        Assert.Equal(1, watch["functionsobo.token.requests grant=on_behalf_of api=Graph outcome=UserActionRequired"]);
        Assert.Equal(1, watch["functionsobo.token.cache.lookups result=hit"]);
        Assert.Equal(2, watch["functionsobo.token.cache.lookups result=miss"]);
        Assert.Equal(1, watch["functionsobo.token.cache.lookups result=remembered_failure"]);
        Assert.Equal(1, watch["functionsobo.token.cache.entries"]);
        Assert.InRange(watch["functionsobo.token.cache.size"], 1000, 3072);
        Assert.Equal(100 * 1024 * 1024, watch["functionsobo.token.cache.limit"]);
        Assert.Equal(50_000, watch["functionsobo.validated_tokens.limit"]);
        Assert.Equal(60, watch["functionsobo.token.last_success.age api=Graph"]);
        Assert.Equal(0, watch["functionsobo.token.circuit.open"]);
        Assert.Equal(0, watch["functionsobo.downstream.circuit.open api=Graph"]);
        Assert.Contains("functionsobo.downstream.circuit.open api=Graph", watch.Names);
        Assert.DoesNotContain(watch.Names, name => name.Contains("eyJ", StringComparison.Ordinal) || name.Contains(WellKnown.AliceObjectId, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_exchange_is_one_span_without_token_or_claim()
    {
        var spans = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Telemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        await using var stack = await Stack.StartAsync(("AzureAd:ClientCredentials:0:ClientSecret", WellKnown.FunctionAppSecret));
        var token = stack.Emulator.IssueAccessToken("alice");

        for (var i = 0; i < 3; i++) await stack.SendAsync(HttpMethod.Get, "me", token);

        // Other tests of this process make spans, too: what must not be in one must be in none.
        Assert.Contains(spans, span => span.OperationName == "token.request" && Equals(span.GetTagItem("functionsobo.outcome"), "success"));
        Assert.All(spans.Where(span => span.OperationName == "token.request"), span => Assert.All(span.TagObjects, tag =>
            Assert.Contains(tag.Key, new[] { "functionsobo.grant", "functionsobo.api", "functionsobo.outcome", "error.type" })));
    }

    /// <summary>The metrics of one host.</summary>
    private sealed class Watch : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentDictionary<string, double> _values = new(StringComparer.Ordinal);

        public Watch(IMeterFactory factory)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Scope == factory) listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
            _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
            _listener.Start();
        }

        public IEnumerable<string> Names => _values.Keys;

        public double this[string name] => _values.GetValueOrDefault(name);

        public void Observe() => _listener.RecordObservableInstruments();

        public void Dispose() => _listener.Dispose();

        private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var name = instrument.Name;
            foreach (var (key, tag) in tags) name += $" {key}={tag}";
            _values.AddOrUpdate(name, value, (_, sum) => sum + value);
        }
    }
}
