using System.Net;
using FunctionsObo.Testing;
using Microsoft.Extensions.Logging;

namespace FunctionsObo.Tests.Logging.Causes;

/// <summary>What a downstream API answered: status, its id of the request, the error word of its challenge; nothing of its body.</summary>
public sealed class DownstreamCausesTests
{
    private const string Id = "0af76519-16cd-43dd-8448-eb211c80319c";

    [Theory]
    [InlineData(500, "request-id", Id, null, "DownstreamFailed", "A call to Graph failed: Refused (status 500, request-id " + Id + "; 0 more")]
    [InlineData(503, "x-ms-request-id", "a\tb", null, "DownstreamFailed", "A call to Graph failed: Refused (status 503, x-ms-request-id \"a_b\" (theirs); 0 more")]
    [InlineData(401, "request-id", Id, "Bearer realm=\"\", error=\"invalid_token\", error_description=\"private\"", "DownstreamFailed", "(status 401, request-id " + Id + ", error invalid_token; 0 more")]
    [InlineData(401, "x-request-id", "7", "Bearer error=\"private matters\"", "DownstreamFailed", "(status 401, x-request-id \"7\" (theirs), error \"private matters\" (theirs); 0 more")]
    [InlineData(403, "request-id", Id, "Bearer error=\"insufficient_scope\"", "DownstreamRefused", "Graph refused a call (status 403, request-id " + Id + ", error insufficient_scope; 0 more")]
    [InlineData(404, "client-request-id", Id, null, "DownstreamRefused", "Graph refused a call (status 404, client-request-id " + Id + "; 0 more")]
    [InlineData(429, "x-correlation-id", "c", null, "DownstreamFailed", "(status 429, x-correlation-id \"c\" (theirs); 0 more")]
    [InlineData(302, "date", "x", null, "DownstreamFailed", "A call to Graph failed: Refused (status 302; 0 more")]
    public async Task An_answer_that_is_none(int status, string header, string id, string? challenge, string name, string words)
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>(WithoutRetry());
        app.Api("Graph").Get("me").Answers(_ => Answer(status, header, id, challenge));

        await app.ClientFor("alice", "access_as_user").GetAsync("me");

        var line = app.Line(name);
        Assert.Contains(words, line, StringComparison.Ordinal);
        Assert.DoesNotContain("alice's", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_is_no_json()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>(WithoutRetry());
        app.Api("Graph").Get("me").Answers(_ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("<html>alice's") });

        await app.ClientFor("alice", "access_as_user").GetAsync("me");

        Assert.StartsWith("A call to Graph failed: Unreadable (its answer is none that can be used", app.Line("DownstreamFailed"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Claims_that_it_asks_for()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>(WithoutRetry());
        app.Api("Graph").Get("me").Challenges();

        await app.ClientFor("alice", "access_as_user").GetAsync("me");

        Assert.Equal("Graph asks for claims that the user's token does not have; the client is told", app.Line("DownstreamAskedForClaims"));
    }

    [Fact]
    public async Task A_flood_is_one_line_for_each_cause_and_says_how_many_it_stands_for()
    {
        await using var app = await ProtectedFunctions.StartAsync<Program>(WithoutRetry());
        var status = 500;
        app.Api("Graph").Get("me").Answers(_ => Answer(status, "request-id", $"{Guid.NewGuid()}", challenge: null));
        using var alice = app.ClientFor("alice", "access_as_user");
        for (var i = 0; i < 5; i++) await alice.GetAsync("me");
        status = 504;
        await alice.GetAsync("me");
        app.Time.Advance(TimeSpan.FromSeconds(30));
        status = 500;
        await alice.GetAsync("me");

        Assert.Equal(["500 0", "504 0", "500 4"], app.Logs.GetSnapshot().Where(log => log.Id.Name == "DownstreamFailed")
            .Select(log => $"{log.GetStructuredStateValue("Reason")!.Split(',')[0]["status ".Length..]} {log.GetStructuredStateValue("Suppressed")}"));
        Assert.Equal(7, app.Logs.GetSnapshot().Count(log => log.Id.Name == "RequestFailed" && log.Level == LogLevel.Information));
    }

    private static TestAppOptions WithoutRetry() => new()
    {
        Settings = { ["DownstreamApis:Graph:Retry:MaxRetryAttempts"] = "0", ["DownstreamApis:Graph:CircuitBreaker:Failures"] = "100" },
    };

    private static HttpResponseMessage Answer(int status, string header, string id, string? challenge)
    {
        var answer = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent("alice's own text") };
        answer.Headers.TryAddWithoutValidation(header, id);
        if (challenge is not null) answer.Headers.TryAddWithoutValidation("WWW-Authenticate", challenge);
        return answer;
    }
}
