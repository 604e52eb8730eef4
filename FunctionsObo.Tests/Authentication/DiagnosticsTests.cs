using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using EntraEmulator.Dev;
using EntraEmulator.Faults;
using EntraEmulator.Stats;
using FunctionsObo.Tests.Security;
using TestSupport;

namespace FunctionsObo.Tests.Authentication;

/// <summary>What operators see.</summary>
public sealed class DiagnosticsTests
{
    [Fact]
    public async Task Every_decision_is_counted_with_its_reason()
    {
        await using var stack = await Stack.StartAsync();
        using var requests = stack.Measure<long>("functionsobo.authentication.requests");
        using var refreshes = stack.Measure<long>("functionsobo.metadata.refreshes");

        await stack.AdmitsAsync(stack.Emulator.IssueAccessToken("alice"));
        await stack.SendAsync(HttpMethod.Get, "me", token: null);
        await stack.SendAsync(HttpMethod.Get, "me", "garbage");
        await stack.RefusesAsync(stack.Emulator.IssueAccessToken("carol"), "wrong_issuer");
        await stack.ForbidsAsync(stack.Emulator.IssueAccessToken(new TokenRequest { Application = WellKnown.DaemonName }), "user_required");
        stack.Emulator.Faults.Enqueue(new Fault { Endpoint = EmulatorEndpoint.Metadata, Status = 500, Body = JsonValue.Create("") });
        await stack.SendAsync(HttpMethod.Get, "me", stack.Emulator.Forge(header => header["kid"] = "unknown"));

        Assert.Equal(1, requests.Count("outcome", "accepted"));
        Assert.Equal(1, requests.Count("reason", "no_credentials"));
        Assert.Equal(1, requests.Count("reason", "malformed_token"));
        Assert.Equal(1, requests.Count("reason", "wrong_issuer"));
        Assert.Equal(3, requests.Count("outcome", "refused"));
        Assert.Equal(1, requests.Count("outcome", "forbidden"));
        Assert.Equal(1, requests.Count("outcome", "unavailable"));
        Assert.Equal(1, refreshes.Count("outcome", "unavailable"));
    }

    [Fact]
    public async Task The_age_of_the_keys_grows_until_they_are_fetched_again()
    {
        await using var stack = await Stack.StartAsync();
        using var age = stack.Measure<double>("functionsobo.metadata.age");
        using var entries = stack.Measure<int>("functionsobo.validated_tokens.entries");

        Assert.Equal(0, age.Read());
        stack.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(7200, age.Read());
        foreach (var hours in new[] { -1, 1, 0 })
        {
            stack.Time.WallClockError = TimeSpan.FromHours(hours);
            Assert.Equal(7200, age.Read());
        }

        stack.Emulator.Keys.Rotate();
        await stack.AdmitsAsync(stack.Emulator.IssueAccessToken("alice"));
        Assert.Equal(0, age.Read());
        Assert.Equal(1, entries.Read());
    }

    [Fact]
    public async Task Validating_a_token_is_a_span_with_its_outcome()
    {
        await using var stack = await Stack.StartAsync();
        var reasons = new ConcurrentQueue<object?>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "FunctionsObo",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span =>
            {
                if (span.OperationName == "token.validate") reasons.Enqueue(span.GetTagItem("functionsobo.reason") ?? span.GetTagItem("functionsobo.outcome"));
            },
        };
        ActivitySource.AddActivityListener(listener); // also hears the tests beside this one

        await stack.AdmitsAsync(stack.Emulator.IssueAccessToken("alice"));
        await stack.RefusesAsync(stack.Emulator.Mint(payload => payload["aud"] = "other"), "wrong_audience");

        Assert.Contains("accepted", reasons);
        Assert.Contains("WrongAudience", reasons);
    }
}
