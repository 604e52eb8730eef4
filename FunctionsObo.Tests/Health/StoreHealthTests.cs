using System.Net.Http.Json;
using System.Text.Json;
using FunctionsObo.Health;
using FunctionsObo.OnBehalfOf;
using FunctionsObo.Testing;
using TestSupport;
using TestSupport.Stores;

namespace FunctionsObo.Tests.Health;

/// <summary>What the report says of the store that instances share.</summary>
public sealed class StoreHealthTests
{
    private const string Role = "Operations.Read";

    [Fact]
    public async Task A_store_that_answers_is_no_finding()
    {
        await using var app = await StartAsync(new MemoryTokenStore(TimeProvider.System));

        var report = await ReadAsync(app);

        Assert.Equal("healthy", report.GetProperty("status").GetString());
        Assert.Equal("""{"kind":"MemoryTokenStore","openFor":[],"lastFailure":null}""", JsonSerializer.Serialize(report.GetProperty("store")));
    }

    [Fact]
    public async Task A_store_that_keeps_failing_is_one_and_the_report_says_why_until_it_answers_again()
    {
        var store = new MemoryTokenStore(TimeProvider.System) { Before = _ => throw new TimeoutException("with a password") };
        await using var app = await StartAsync(store);
        app.Api("Graph").Get("me").Answers(new { id = "1" });

        for (var call = 0; call < 3; call++) using (await app.ClientFor("alice", "access_as_user").GetAsync("me")) { }
        var failing = await ReadAsync(app);

        Assert.Equal(("degraded", "store_circuit_open"), (failing.GetProperty("status").GetString(), Assert.Single(Texts(failing.GetProperty("findings")))));
        var failure = failing.GetProperty("store").GetProperty("lastFailure");
        Assert.NotEmpty(Texts(failing.GetProperty("store").GetProperty("openFor")));
        Assert.Contains("TimeoutException", failure.GetProperty("cause").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("password", failing.GetRawText(), StringComparison.Ordinal);

        store.Before = null;
        await Eventually.TrueAsync(async () =>
        {
            app.Time.Advance(TimeSpan.FromSeconds(20));
            using (await app.ClientFor("alice", "access_as_user").GetAsync("me")) { }
            return (await ReadAsync(app)).GetProperty("findings").GetArrayLength() == 0;
        });
    }

    [Fact]
    public async Task An_app_without_a_store_has_none()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>(new TestAppOptions { Configure = setup => setup.AddHealthReport(Role) });

        Assert.Equal(JsonValueKind.Null, (await ReadAsync(app)).GetProperty("store").ValueKind);
    }

    /// <summary>FunctionApp with a store.</summary>
    internal static Task<TestApp> StartAsync(MemoryTokenStore store) => ProtectedFunctions.StartAsync<Program>(new TestAppOptions
    {
        Configure = setup =>
        {
            setup.AddHealthReport(Role);
            setup.Services.AddDistributedTokenCache(_ => store);
        },
    });

    private static Task<JsonElement> ReadAsync(TestApp app) => app.ClientForApp("daemon", Role).GetFromJsonAsync<JsonElement>("health/report");

    private static IEnumerable<string> Texts(JsonElement list) => list.EnumerateArray().Select(one => one.GetString()!);
}
