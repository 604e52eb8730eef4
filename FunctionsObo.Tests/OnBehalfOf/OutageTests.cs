using System.Net;
using System.Text.Json.Nodes;
using EntraEmulator.Faults;
using FunctionsObo.Errors;
using TestSupport;

namespace FunctionsObo.Tests.OnBehalfOf;

public sealed class OutageTests
{
    public static TheoryData<Fault> Outages =>
    [
        new Fault { Status = 500 },
        new Fault { Status = 503 },
        new Fault { Status = 200, ContentType = "text/html", Body = "<html>a proxy's page</html>" },
        new Fault { Status = 400, ContentType = "text/html", Body = "<html>a proxy's page</html>" },
        new Fault { Status = 200, ContentType = "application/json", Body = "{\"access_token\":" },
        new Fault { Status = 200, ContentType = "application/json", Body = new JsonObject() },
        new Fault { Status = 404, Body = "" },
        new Fault { Drop = true },
        new Fault { Status = 302, RedirectTo = "https://elsewhere.example/" },
    ];

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task A36_whatever_the_token_endpoint_answers_instead_of_a_token_is_503_and_the_circuit_ends_it(Fault outage)
    {
        await using var stack = await Stack.StartAsync();
        stack.Emulator.Faults.Enqueue(outage with { Times = 0 });

        for (var i = 0; i < 20; i++)
        {
            var reply = await stack.GetAsync("me", i % 2 == 0 ? "alice" : "bob");
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "identity_platform_unavailable"), (reply.Status, reply.Code));
            Assert.NotNull(reply.RetryAfter);
        }

        Assert.InRange(stack.Emulator.Stats.Snapshot().Exchanges(), 1, 5);
    }

    [Fact]
    public async Task A_circuit_that_is_open_closes_by_itself_when_the_endpoint_is_back()
    {
        await using var stack = await Stack.StartAsync();
        stack.Emulator.Faults.Enqueue(new Fault { Status = 500, Times = 5 });
        for (var i = 0; i < 6; i++) Assert.Equal(HttpStatusCode.ServiceUnavailable, (await stack.GetAsync("me", "alice")).Status);

        stack.Time.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal(HttpStatusCode.OK, (await stack.GetAsync("me", "alice")).Status);
        Assert.Equal(HttpStatusCode.OK, (await stack.GetAsync("me", "bob")).Status);
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
        await using var stack = await Stack.StartAsync();
        var token = stack.Emulator.IssueAccessToken("alice");
        Assert.Equal(HttpStatusCode.OK, (await stack.SendAsync(HttpMethod.Get, "me", token)).Status);
        stack.Emulator.Faults.Enqueue(new Fault { Status = 500, Times = 0 });

        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await stack.GetAsync("me", "bob")).Status);
            Assert.Equal(HttpStatusCode.OK, (await stack.SendAsync(HttpMethod.Get, "me", token)).Status);
        }
    }
}
