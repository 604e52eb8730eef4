using System.Net;
using System.Text.Json.Nodes;
using EntraEmulator.Faults;
using FunctionsObo.Errors;
using TestSupport;

namespace FunctionsObo.Tests.OnBehalfOf;

public sealed class OutageTests
{
    private const int Enough = 5;

    public static TheoryData<Fault> Outages =>
    [
        new Fault { Status = 500 },
        new Fault { Status = 503 },
        new Fault { Status = 503, Error = "temporarily_unavailable" },
        new Fault { Status = 200, ContentType = "text/html", Body = "<html>a proxy's page</html>" },
        new Fault { Status = 400, ContentType = "text/html", Body = "<html>a proxy's page</html>" },
        new Fault { Status = 404, Body = "" },
        new Fault { Drop = true },
        new Fault { Status = 302, RedirectTo = "https://elsewhere.example/" },
        Answer(""),
        Answer("null"),
        Answer("{}"),
        Answer("""{"access_token":"""),
        Answer("""{"access_token":"","token_type":"Bearer","expires_in":3600}"""),
        Answer("""{"access_token":5,"token_type":"Bearer","expires_in":3600}"""),
        Answer("""{"access_token":"a\nb","token_type":"Bearer","expires_in":3600}"""),
        Answer("""{"access_token":"a","token_type":"Bearer","expires_in":0}"""),
        Answer("""{"access_token":"a","token_type":"Bearer","expires_in":-1}"""),
        Answer("""{"access_token":"a","token_type":"Bearer","expires_in":99999999999999}"""),
    ];

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task A36_whatever_the_token_endpoint_answers_instead_of_a_token_is_503_and_the_circuit_ends_it(Fault outage)
    {
        await using var stack = await Stack.StartAsync(Crowd.Directory(Enough + 3));
        stack.Emulator.Faults.Enqueue(outage with { Times = 0 });

        foreach (var user in Crowd.Names(Enough + 3))
        {
            var reply = await stack.GetAsync("me", user);
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "identity_platform_unavailable"), (reply.Status, reply.Code));
            Assert.NotNull(reply.RetryAfter);
        }

        Assert.Equal(Enough, stack.Emulator.Stats.Snapshot().Exchanges());
        Assert.Empty(stack.Local.Graph.Seen.Newest);
    }

    [Theory]
    [InlineData("temporarily_unavailable", HttpStatusCode.ServiceUnavailable, "identity_platform_unavailable")]
    [InlineData("server_error", HttpStatusCode.ServiceUnavailable, "identity_platform_unavailable")]
    [InlineData("a_word_that_nobody_knows", HttpStatusCode.ServiceUnavailable, "identity_platform_unavailable")]
    [InlineData("invalid_scope", HttpStatusCode.InternalServerError, "misconfigured")]
    [InlineData("invalid_resource", HttpStatusCode.InternalServerError, "misconfigured")]
    [InlineData("invalid_request", HttpStatusCode.InternalServerError, "misconfigured")]
    [InlineData("unauthorized_client", HttpStatusCode.InternalServerError, "misconfigured")]
    [InlineData("unsupported_grant_type", HttpStatusCode.InternalServerError, "misconfigured")]
    public async Task Of_the_errors_that_the_token_endpoint_names_only_known_ones_are_our_own_mistake(string error, HttpStatusCode status, string code)
    {
        await using var stack = await Stack.StartAsync();
        stack.Emulator.Faults.Enqueue(new Fault { Error = error, Status = 400 });

        var reply = await stack.GetAsync("me", "alice");

        Assert.Equal((status, code), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task A_circuit_that_is_open_closes_by_itself_when_the_endpoint_is_back()
    {
        await using var stack = await Stack.StartAsync(Crowd.Directory(Enough));
        stack.Emulator.Faults.Enqueue(new Fault { Status = 500, Times = Enough });
        foreach (var user in (string[])[.. Crowd.Names(Enough), "alice"]) Assert.Equal(HttpStatusCode.ServiceUnavailable, (await stack.GetAsync("me", user)).Status);

        stack.Time.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal(HttpStatusCode.OK, (await stack.GetAsync("me", "alice")).Status);
        Assert.Equal(HttpStatusCode.OK, (await stack.GetAsync("me", Crowd.Names(1)[0])).Status);
    }

    [Fact]
    public async Task A_slow_token_endpoint_is_given_up_at_the_exchange_timeout()
    {
        await using var stack = await Stack.StartAsync(("OnBehalfOf:ExchangeTimeout", "00:00:05"));
        stack.Emulator.Faults.Enqueue(new Fault { Hang = true });

        var call = stack.GetAsync("me", "alice");
        await Eventually.TrueAsync(() => stack.Emulator.Stats.Snapshot().Exchanges() == 1);
        stack.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await call).Status);
    }

    [Fact]
    public async Task Cached_tokens_serve_while_the_circuit_is_open()
    {
        await using var stack = await Stack.StartAsync(Crowd.Directory(2 * Enough));
        var token = stack.Emulator.IssueAccessToken("alice");
        Assert.Equal(HttpStatusCode.OK, (await stack.SendAsync(HttpMethod.Get, "me", token)).Status);
        stack.Emulator.Faults.Enqueue(new Fault { Status = 500, Times = 0 });

        foreach (var user in Crowd.Names(2 * Enough))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await stack.GetAsync("me", user)).Status);
            Assert.Equal(HttpStatusCode.OK, (await stack.SendAsync(HttpMethod.Get, "me", token)).Status);
        }
    }

    private static Fault Answer(string json) => new() { Status = 200, ContentType = "application/json", Body = json };
}
