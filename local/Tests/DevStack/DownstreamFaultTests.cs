using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using DevStack.DownstreamApis;
using DevStack.DownstreamApis.Faults;
using Local.Tests.FunctionsHost;
using TestSupport;

namespace Local.Tests.DevStack;

public sealed class DownstreamFaultTests(DownstreamApisFixture apis) : IClassFixture<DownstreamApisFixture>, IDisposable
{
    /// <summary>A fault that is left over would strike the next test.</summary>
    public void Dispose() => apis.Stack.Graph.Faults.Clear();

    [Fact]
    public async Task A_fault_answers_as_often_as_it_says_and_then_no_more()
    {
        await ScriptAsync("""{ "status": 503, "retryAfterSeconds": 7, "times": 2 }""");

        using var first = await apis.GetGraphAsync(await apis.GraphTokenAsync());
        using var second = await apis.GetGraphAsync(await apis.GraphTokenAsync());
        using var third = await apis.GetGraphAsync(await apis.GraphTokenAsync());

        Assert.Equal([HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK], new[] { first, second, third }.Select(answer => answer.StatusCode));
        Assert.Equal(TimeSpan.FromSeconds(7), first.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task A_fault_for_one_user_leaves_the_others_alone()
    {
        await ScriptAsync("""{ "user": "alice", "status": 500 }""");

        using var bob = await apis.GetGraphAsync(await apis.GraphTokenAsync(WellKnown.BobObjectId));
        using var alice = await apis.GetGraphAsync(await apis.GraphTokenAsync());

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.InternalServerError), (bob.StatusCode, alice.StatusCode));
    }

    [Fact]
    public async Task A_fault_for_a_path_and_method_leaves_others_alone()
    {
        await ScriptAsync("""[{ "path": "/graph/v1.0/me/memberOf", "status": 500 }, { "method": "POST", "status": 500 }]""");

        using var me = await apis.GetGraphAsync(await apis.GraphTokenAsync());
        using var groups = await apis.GetGraphAsync(await apis.GraphTokenAsync(), "graph/v1.0/me/memberOf");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.InternalServerError), (me.StatusCode, groups.StatusCode));
    }

    [Fact]
    public async Task A_bad_token_meets_only_faults_from_before_authentication()
    {
        await ScriptAsync("""[{ "status": 500 }, { "status": 502, "beforeAuth": true }]""");

        using var before = await apis.GetGraphAsync("a.b.c");
        using var after = await apis.GetGraphAsync("a.b.c");

        Assert.Equal((HttpStatusCode.BadGateway, HttpStatusCode.Unauthorized), (before.StatusCode, after.StatusCode));
    }

    [Fact]
    public async Task A_fault_of_headers_alone_lets_the_real_answer_through()
    {
        await ScriptAsync("""{ "headers": { "X-Mark": "1" }, "delayMs": 1 }""");

        using var answer = await apis.GetGraphAsync(await apis.GraphTokenAsync());

        Assert.Equal((HttpStatusCode.OK, "1"), (answer.StatusCode, Assert.Single(answer.Headers.GetValues("X-Mark"))));
    }

    [Fact]
    public async Task A_body_may_be_given_as_text_or_as_JSON()
    {
        await ScriptAsync("""[{ "body": { "id": 1 } }, { "body": "<p>", "contentType": "text/html" }]""");

        using var json = await apis.GetGraphAsync(await apis.GraphTokenAsync());
        using var html = await apis.GetGraphAsync(await apis.GraphTokenAsync());

        Assert.Equal("""{ "id": 1 }""", await json.Content.ReadAsStringAsync());
        Assert.Equal(("<p>", "text/html"), (await html.Content.ReadAsStringAsync(), html.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task Challenges_and_redirects_need_no_status()
    {
        await ScriptAsync("""[{ "wwwAuthenticate": "Bearer error=\"insufficient_claims\"" }, { "redirectTo": "http://localhost:1/" }]""");

        using var challenge = await apis.GetGraphAsync(await apis.GraphTokenAsync());
        using var redirect = await apis.GetGraphAsync(await apis.GraphTokenAsync());

        Assert.Equal((HttpStatusCode.Unauthorized, "Bearer error=\"insufficient_claims\""), (challenge.StatusCode, challenge.Headers.WwwAuthenticate.ToString()));
        Assert.Equal((HttpStatusCode.Found, new Uri("http://localhost:1/")), (redirect.StatusCode, redirect.Headers.Location));
    }

    [Fact]
    public async Task Bodies_of_a_given_size_are_generated_plain_and_compressed()
    {
        await ScriptAsync("""[{ "bytes": 200000 }, { "gzipBytes": 5000000 }, { "bytes": 5, "slowBody": 1 }]""");

        using var plain = await apis.GetGraphAsync(await apis.GraphTokenAsync());
        using var compressed = await apis.GetGraphAsync(await apis.GraphTokenAsync());
        using var dripping = await apis.GetGraphAsync(await apis.GraphTokenAsync());

        Assert.Equal(200_000, (await plain.Content.ReadAsByteArrayAsync()).Length);
        var bomb = await compressed.Content.ReadAsByteArrayAsync();
        Assert.True(bomb.Length < 50_000);
        using var unpacked = new MemoryStream();
        await new GZipStream(new MemoryStream(bomb), CompressionMode.Decompress).CopyToAsync(unpacked);
        Assert.Equal(5_000_000, unpacked.Length);
        Assert.Equal("\"xxx\"", await dripping.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_dropped_connection_is_a_failure_of_the_request()
    {
        await ScriptAsync("""{ "drop": true }""");
        var token = await apis.GraphTokenAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => apis.GetGraphAsync(token));
    }

    [Fact]
    public async Task A_request_that_hangs_ends_when_the_server_stops()
    {
        await using var graph = await DownstreamApi.StartAsync(
            apis.Stack.Definition.DownstreamApis[0], new DownstreamApiOptions { IdentityProvider = apis.Stack.Emulator, CallingApplication = WellKnown.FunctionAppClientId }, CancellationToken.None);
        graph.Faults.Add(new DownstreamFault { Hang = true });
        var hanging = apis.SendAsync(HttpMethod.Get, graph.Address, "graph/v1.0/me", await apis.GraphTokenAsync());
        while (graph.Faults.Pending.Count > 0)
            await Task.Yield();

        await graph.DisposeAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => hanging);
    }

    [Theory]
    [InlineData("""{ "statuz": 500 }""", "statuz")]
    [InlineData("""{ "status": 99 }""", "status")]
    [InlineData("""{ "status": 500, "times": 0 }""", "times")]
    [InlineData("""{ "user": "alice", "beforeAuth": true }""", "beforeAuth")]
    [InlineData("[null]", "JSON object")]
    [InlineData("nonsense", "invalid")]
    public async Task A_script_that_cannot_work_is_refused_with_the_reason(string script, string reason)
    {
        using var answer = await PostAsync(script);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(reason, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(apis.Stack.Graph.Faults.Pending);
    }

    [Fact]
    public async Task Echo_tells_the_headers_but_not_the_token()
    {
        var token = await apis.GraphTokenAsync();
        using var answer = await apis.GetGraphAsync(token, "dev/echo");

        var headers = await answer.Content.ReadFromJsonAsync<Dictionary<string, string>>();
        Assert.Equal("(not shown)", headers!["Authorization"]);
        Assert.Contains("Host", headers.Keys);
    }

    private Task<HttpResponseMessage> PostAsync(string script) =>
        apis.Http.PostAsync(new Uri(apis.Stack.Graph.Address, "dev/faults"), new StringContent(script, System.Text.Encoding.UTF8, "application/json"));

    private async Task ScriptAsync(string script)
    {
        using var answer = await PostAsync(script);
        answer.EnsureSuccessStatusCode();
    }
}
