using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EntraEmulator;
using EntraEmulator.Faults;
using EntraEmulator.Stats;
using EntraEmulator.Tenants;
using FunctionApp.Functions;
using TestSupport;

namespace Local.Tests.EntraEmulator;

public sealed class FaultTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>, IDisposable
{
    private const string Metadata = "contoso/v2.0/.well-known/openid-configuration";
    private const string Keys = "contoso/discovery/v2.0/keys";

    private FaultScript Faults => fixture.Emulator.Faults;

    public void Dispose() => Faults.Clear();

    [Fact]
    public async Task An_error_is_answered_in_entras_shape_as_often_as_it_says()
    {
        Faults.Enqueue(new Fault { Error = "interaction_required", Suberror = "basic_action", Codes = [50076, 50079], Description = "MFA.", Claims = """{"access_token":{}}""", Times = 2 });

        var first = await ExchangeAsync("alice");
        var second = await ExchangeAsync("alice");
        var third = await ExchangeAsync("alice");

        Assert.Equal((400, "interaction_required", "basic_action", """{"access_token":{}}"""), (first.Status, first.Error, first.Text("suberror"), first.Text("claims")));
        Assert.StartsWith("AADSTS50076: MFA.\r\n", first.Text("error_description"), StringComparison.Ordinal);
        Assert.Equal([50076, 50079], first.Body.GetProperty("error_codes").EnumerateArray().Select(code => code.GetInt32()));
        Assert.Equal(400, second.Status);
        Assert.Equal(200, third.Status);
    }

    [Fact]
    public async Task Faults_of_one_user_leave_the_others_alone()
    {
        Faults.Enqueue(new Fault { User = "alice", Status = 429, RetryAfterSeconds = 30, Times = 0, Body = "{}" });

        var (bob, alice, again) = (await ExchangeAsync("bob"), await ExchangeAsync("alice"), await ExchangeAsync("alice"));

        Assert.Equal((200, 429, 429), (bob.Status, alice.Status, again.Status));
        Assert.Equal(TimeSpan.FromSeconds(30), alice.Response.Headers.RetryAfter!.Delta);
    }

    [Theory]
    [InlineData("api", "orders")]
    [InlineData("api", "Orders.Read")]
    [InlineData("client", "functions")]
    [InlineData("client", WellKnown.FunctionAppClientId)]
    [InlineData("grant", "on_behalf_of")]
    [InlineData("user", "alice@contoso.example")]
    public async Task A_fault_is_for_the_requests_it_names(string by, string value)
    {
        Faults.Enqueue(new Fault { Status = 503, Body = "{}", Scope = by == "api" ? value : null, Client = by == "client" ? value : null, Grant = by == "grant" ? value : null, User = by == "user" ? value : null });

        Assert.Equal(200, (await fixture.PostAsync(Some.DaemonRequest())).Status);
        Assert.Equal(503, (await ExchangeAsync("alice", $"{WellKnown.OrdersIdUri}/Orders.Read")).Status);
    }

    [Fact]
    public async Task Counted_faults_go_before_those_that_are_for_always()
    {
        Faults.Enqueue(new Fault { Status = 503, Times = 0, Body = "{}" });
        Faults.Enqueue(new Fault { Status = 429, Body = "{}" });

        Assert.Equal(429, (await ExchangeAsync("alice")).Status);
        Assert.Equal(503, (await ExchangeAsync("alice")).Status);
    }

    [Fact]
    public async Task Any_status_body_and_header_can_be_answered()
    {
        Faults.Enqueue(new Fault { Endpoint = EmulatorEndpoint.Keys, Body = "<html>garbage", ContentType = "text/html", Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["X-Test"] = "1" }, RetryAfter = "soon" });
        Faults.Enqueue(new Fault { Endpoint = EmulatorEndpoint.Keys, Body = JsonSerializer.SerializeToNode(new { keys = Array.Empty<string>() }) });

        var garbage = await fixture.Http.GetAsync(Keys);
        var empty = await fixture.Http.GetFromJsonAsync<JsonElement>(Keys);
        var real = await fixture.Http.GetFromJsonAsync<JsonElement>(Keys);

        Assert.Equal("<html>garbage", await garbage.Content.ReadAsStringAsync());
        Assert.Equal(("text/html", "1", "soon"), (garbage.Content.Headers.ContentType!.MediaType, garbage.Headers.GetValues("X-Test").Single(), garbage.Headers.NonValidated["Retry-After"].ToString()));
        Assert.Equal(0, empty.GetProperty("keys").GetArrayLength());
        Assert.NotEqual(0, real.GetProperty("keys").GetArrayLength());
    }

    [Fact]
    public async Task Metadata_can_be_redirected()
    {
        Faults.Enqueue(new Fault { Endpoint = EmulatorEndpoint.Metadata, RedirectTo = "http://evil.example/" });

        var response = await fixture.Http.GetAsync(Metadata);

        Assert.Equal((HttpStatusCode.Found, "http://evil.example/"), (response.StatusCode, response.Headers.Location!.ToString()));
    }

    [Fact]
    public async Task A_dropped_connection_ends_without_an_answer()
    {
        Faults.Enqueue(new Fault { Drop = true });

        await Assert.ThrowsAsync<HttpRequestException>(() => ExchangeAsync("alice"));
    }

    [Fact]
    public async Task A_hanging_request_ends_when_its_client_leaves_and_holds_up_nobody_else()
    {
        Faults.Enqueue(new Fault { User = "alice", Hang = true });
        using var leaving = new CancellationTokenSource();
        using var content = new FormUrlEncodedContent(Some.Exchange(fixture.Emulator.IssueAccessToken("alice")));

        var hanging = fixture.Http.PostAsync("contoso/oauth2/v2.0/token", content, leaving.Token);
        Assert.Equal(200, (await ExchangeAsync("bob")).Status);
        Assert.False(hanging.IsCompleted);
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging);
    }

    [Fact]
    public async Task Stopping_does_not_wait_for_hanging_requests()
    {
        await using var emulator = await OwnEmulator.StartAsync(new EmulatorOptions { Port = 0 });
        emulator.Emulator.Faults.Enqueue(new Fault { Endpoint = EmulatorEndpoint.Keys, Hang = true });
        var hanging = emulator.Http.GetAsync(Keys);
        await emulator.Http.GetAsync(Metadata);

        await emulator.Emulator.DisposeAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => hanging);
    }

    [Fact]
    public async Task A_delay_waits_on_the_emulators_clock_and_then_answers_as_usual()
    {
        var clock = new ManualTime(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var emulator = await OwnEmulator.StartAsync(new EmulatorOptions { Port = 0, TimeProvider = clock });
        emulator.Emulator.Faults.Enqueue(new Fault { User = "alice", DelayMs = 60_000 });

        var delayed = emulator.ExchangeAsync("User.Read");
        Assert.Equal(200, (await emulator.ExchangeAsync("User.Read", "bob")).Status);
        Assert.False(delayed.IsCompleted);
        await clock.TimerAsync(wait => wait == TimeSpan.FromMinutes(1));
        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(200, (await delayed).Status);
    }

    [Fact]
    public async Task A_slow_body_comes_byte_by_byte()
    {
        Faults.Enqueue(new Fault { Endpoint = EmulatorEndpoint.Keys, SlowBody = 1, Body = "{}" });

        Assert.Equal("{}", await fixture.Http.GetStringAsync(Keys));
    }

    private Task<TokenReply> ExchangeAsync(string user, string scope = "User.Read") => fixture.PostAsync(Some.Exchange(fixture.Emulator.IssueAccessToken(user), scope));
}
