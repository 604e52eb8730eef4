using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EntraEmulator.Faults;
using EntraEmulator.Tenants;
using FunctionsObo.Authorization;
using FunctionsObo.Health;
using FunctionsObo.Testing;
using FunctionsObo.Tests.Conventions;
using FunctionsObo.Tests.OnBehalfOf.Credentials;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;
using TestSupport;
using TestSupport.Stores;

namespace FunctionsObo.Tests.Health;

/// <summary>The report, read as a monitor reads it.</summary>
public sealed class HealthReportTests
{
    private const string Role = "Operations.Read";

    [Fact]
    public async Task Only_an_app_with_the_role_reads_it()
    {
        await using var app = await StartAsync();

        using var nobody = await app.AnonymousClient.GetAsync("health/report");
        using var user = await app.ClientFor("alice", "access_as_user", Role).GetAsync("health/report");
        using var otherRole = await app.ClientForApp("daemon", "Functions.Read.All").GetAsync("health/report");
        using var monitor = await app.ClientForApp("daemon", Role).GetAsync("health/report");

        Assert.Equal(
            [HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.OK],
            new[] { nobody, user, otherRole, monitor }.Select(answer => answer.StatusCode));
        Assert.Equal("application/json", monitor.Content.Headers.ContentType?.MediaType);
        Assert.True(monitor.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task An_app_that_did_not_add_it_has_none()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>();

        using var answer = await app.ClientForApp("daemon", Role).GetAsync("health/report");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task It_tells_what_has_happened_since_the_start()
    {
        await using var app = await StartAsync();
        app.Api("Graph").Get("me").Answers(new { id = "1", displayName = "Alice" });
        var before = await ReadAsync(app);

        using var answer = await app.ClientFor("alice", "access_as_user").GetAsync("me");
        app.Time.Advance(TimeSpan.FromSeconds(90));
        var after = await ReadAsync(app);

        Assert.Equal(("healthy", 0), (before.GetProperty("status").GetString(), before.GetProperty("findings").GetArrayLength()));
        Assert.Equal(JsonValueKind.Null, before.GetProperty("lastTokens").GetProperty("Graph").ValueKind);
        Assert.Equal(0, before.GetProperty("caches").GetProperty("downstreamTokens").GetProperty("entries").GetInt32());

        Assert.Equal(90, after.GetProperty("lastTokens").GetProperty("Graph").GetProperty("ageSeconds").GetInt64());
        Assert.Equal(JsonValueKind.Null, after.GetProperty("lastTokens").GetProperty("Orders").ValueKind);
        Assert.Equal(1, after.GetProperty("caches").GetProperty("downstreamTokens").GetProperty("entries").GetInt32());
        Assert.InRange(after.GetProperty("caches").GetProperty("downstreamTokens").GetProperty("bytes").GetInt64(), 1000, 10_000);
        Assert.Equal(104857600, after.GetProperty("caches").GetProperty("downstreamTokens").GetProperty("maximumBytes").GetInt64());
        Assert.True(after.GetProperty("caches").GetProperty("validatedTokens").GetProperty("entries").GetInt32() >= 2); // alice's and the monitor's
        Assert.InRange(after.GetProperty("metadata").GetProperty("ageSeconds").GetInt64(), 90, 200);
        Assert.True(after.GetProperty("metadata").GetProperty("keys").GetInt32() > 0);
        Assert.Equal(app.Time.GetUtcNow(), after.GetProperty("time").GetDateTimeOffset());
        Assert.Equal("client secret", after.GetProperty("credential").GetProperty("kind").GetString());
        Assert.Equal(JsonValueKind.Null, after.GetProperty("credential").GetProperty("expiresAt").ValueKind);
    }

    [Fact]
    public async Task An_open_circuit_of_an_API_is_a_finding()
    {
        await using var app = await StartAsync(new TestAppOptions { Settings = { ["DownstreamApis:Graph:CircuitBreaker:Failures"] = "2", ["DownstreamApis:Graph:Retry:MaxRetryAttempts"] = "0" } });
        app.Api("Graph").Get("me").Answers(HttpStatusCode.InternalServerError);

        foreach (var user in (string[])["alice", "bob"]) using (await app.ClientFor(user, "access_as_user").GetAsync("me")) { }
        var report = await ReadAsync(app);

        Assert.Equal(["downstream_circuit_open"], Texts(report.GetProperty("findings")));
        Assert.Equal("degraded", report.GetProperty("status").GetString());
        Assert.Equal(["Graph"], Texts(report.GetProperty("circuits").GetProperty("downstreamOpen")));
    }

    [Fact]
    public async Task An_open_circuit_of_the_token_endpoint_is_a_finding()
    {
        await using var app = await StartAsync(new TestAppOptions { Settings = { ["OnBehalfOf:CircuitFailures"] = "2" } });
        app.Entra.Emulator.Faults.Enqueue(new Fault { Endpoint = EntraEmulator.Stats.EmulatorEndpoint.Token, Status = 500, Times = 0 });
        var monitor = app.ClientForApp("daemon", Role);

        foreach (var user in (string[])["alice", "bob"]) using (await app.ClientFor(user, "access_as_user").GetAsync("me")) { }
        var report = await monitor.GetFromJsonAsync<JsonElement>("health/report");

        Assert.Equal(["token_circuit_open"], Texts(report.GetProperty("findings")));
        Assert.Equal(1, report.GetProperty("circuits").GetProperty("tokenEndpointOpen").GetInt32());
    }

    [Fact]
    public async Task Keys_that_cannot_be_fetched_again_are_findings()
    {
        await using var app = await StartAsync(new TestAppOptions { Settings = { ["AzureAd:MetadataRefreshInterval"] = "01:00:00" } });
        await ReadAsync(app);
        var token = app.TokenForApp("daemon", Role);
        app.Entra.Emulator.Faults.Enqueue(new Fault { Endpoint = EntraEmulator.Stats.EmulatorEndpoint.Metadata, Status = 503, Times = 0 });

        Assert.False((await app.Services.GetMetadata().RefreshAsync()).Succeeded);
        var failing = await app.ClientWith(token).GetFromJsonAsync<JsonElement>("health/report");

        Assert.Equal(["metadata_fetch_fails"], Texts(failing.GetProperty("findings")));
        Assert.False(failing.GetProperty("metadata").GetProperty("isStale").GetBoolean());
        Assert.Equal(1, failing.GetProperty("metadata").GetProperty("failedFetches").GetInt32());

        app.Time.Advance(TimeSpan.FromMinutes(67)); // the latest moment of a refresh is a tenth after its hour
        var stale = await ReadAsync(app);

        Assert.Equal(["metadata_stale", "metadata_fetch_fails"], Texts(stale.GetProperty("findings")));
        Assert.True(stale.GetProperty("metadata").GetProperty("isStale").GetBoolean());
    }

    [Theory]
    [InlineData(31, null)]
    [InlineData(29, "credential_expires_soon")]
    [InlineData(0, "credential_expired")]
    public async Task A_certificate_is_a_finding_in_its_last_month_and_after_its_end(int daysLeft, string? finding)
    {
        using var certificate = TestCertificates.Create("monitored", TimeSpan.FromDays(60));
        var pfx = Convert.ToBase64String(certificate.Export(System.Security.Cryptography.X509Certificates.X509ContentType.Pkcs12));
        await using var app = await StartAsync(new TestAppOptions
        {
            Settings = { ["AzureAd:ClientCredentials:0:SourceType"] = "Base64Encoded", ["AzureAd:ClientCredentials:0:Base64EncodedValue"] = pfx },
        });
        var end = certificate.NotAfter.ToUniversalTime();

        app.Time.Advance(end - app.Time.GetUtcNow().UtcDateTime - TimeSpan.FromDays(daysLeft));
        var report = await ReadAsync(app);
        var credential = report.GetProperty("credential");

        Assert.Contains(finding ?? "", Texts(report.GetProperty("findings")).Where(code => code.StartsWith("credential", StringComparison.Ordinal)).DefaultIfEmpty(""));
        Assert.Equal("certificate", credential.GetProperty("kind").GetString());
        Assert.Equal(end, credential.GetProperty("expiresAt").GetDateTimeOffset().UtcDateTime);
        Assert.Equal(daysLeft * 86_400, credential.GetProperty("expiresInSeconds").GetInt64());
    }

    [Fact]
    public async Task It_names_no_user_no_tenant_no_client_and_no_secret()
    {
        await using var app = await StartAsync();
        app.Api("Graph").Get("me").Answers(new { id = "1" });
        using (await app.ClientFor("alice", "access_as_user").GetAsync("me")) { }

        var text = await app.ClientForApp("daemon", Role).GetStringAsync("health/report");

        var registration = app.Services.GetRegistration();
        Assert.All(
            [registration.TenantId, registration.ClientId, registration.ClientCredentials![0].ClientSecret!, WellKnown.AliceObjectId, "eyJ"],
            secret => Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task The_page_shows_its_members_and_its_findings()
    {
        await using var app = await StoreHealthTests.StartAsync(new MemoryTokenStore(TimeProvider.System) { Before = _ => throw new InvalidOperationException() });
        app.Api("Graph").Get("me").Answers(new { id = "1" });
        using (await app.ClientFor("alice", "access_as_user").GetAsync("me")) { }
        var page = Documents.Read("docs/operations.md");

        var shown = JsonElement.Parse(Assert.Single(Documents.Blocks(page, "json"), block => block.Comment == "the answer of GET health/report").Code);

        Assert.Equal(Members(await ReadAsync(app), ""), Members(shown, ""));
        Assert.All(Texts(shown.GetProperty("findings")), code => Assert.Contains($"`{code}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void It_is_added_once_and_with_roles()
    {
        var builder = FunctionsApplication.CreateBuilder([]);

        Assert.Throws<ArgumentException>(() => builder.AddHealthReport());
        Assert.Throws<ArgumentException>(() => builder.AddHealthReport("Operations.Read Operations.Write"));
        builder.AddHealthReport(Role);
        Assert.Throws<InvalidOperationException>(() => builder.AddHealthReport(Role));
    }

    [Fact]
    public void It_needs_what_guards_it()
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.AddHealthReport(Role);
        using var services = builder.Services.BuildServiceProvider();

        var error = Assert.Throws<InvalidOperationException>(() => services.GetServices<IFunctionMetadataTransformer>());

        Assert.StartsWith("AddHealthReport needs UseProtectedFunctions", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_function_of_the_app_with_its_name_stops_the_start()
    {
        var table = AccessTable.Read([typeof(OfTheApp)], [new EngineFunction("HealthReport", [Role], (_, _) => Task.CompletedTask)]);

        Assert.StartsWith("A function is named 'HealthReport'", Assert.Single(table.Errors), StringComparison.Ordinal);
    }

    private static Task<TestApp> StartAsync(TestAppOptions? options = null)
    {
        options ??= new TestAppOptions();
        options.Configure = setup => setup.AddHealthReport(Role);
        return ProtectedFunctions.StartAsync<Program>(options);
    }

    private static Task<JsonElement> ReadAsync(TestApp app) => app.ClientForApp("daemon", Role).GetFromJsonAsync<JsonElement>("health/report");

    /// <summary>Paths of all members, in order.</summary>
    private static IEnumerable<string> Members(JsonElement json, string path) => json.ValueKind != JsonValueKind.Object ? []
        : json.EnumerateObject().SelectMany(member => Members(member.Value, $"{path}.{member.Name}").Prepend($"{path}.{member.Name}"));

    private static IEnumerable<string> Texts(JsonElement list) => list.EnumerateArray().Select(one => one.GetString()!);

    private sealed class OfTheApp
    {
        [Function("healthReport")]
        [AllowAnonymous]
        public static void Run([HttpTrigger] HttpRequestData request) => _ = request;
    }
}
