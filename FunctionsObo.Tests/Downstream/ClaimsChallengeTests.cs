using System.Net;
using System.Text;
using FunctionApp.Clients.Orders;
using FunctionsObo.Downstream;
using FunctionsObo.Downstream.Calls;
using FunctionsObo.Errors;
using FunctionsObo.OnBehalfOf;
using TestSupport;

namespace FunctionsObo.Tests.Downstream;

public sealed class ClaimsChallengeTests
{
    private const string Claims = """{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}""";

    [Fact]
    public async Task The_claims_go_to_the_identity_platform_and_the_call_is_made_once_more()
    {
        var api = new ScriptedApi().Then(HttpStatusCode.Unauthorized, "", ("WWW-Authenticate", Challenge(Claims)));

        var totals = await ReadAsync(api);

        Assert.Equal(3, totals.Pieces);
        Assert.Equal([null, Claims], api.TokensAskedFor);
        Assert.Equal(2, api.Seen.Count);
    }

    [Fact]
    public async Task A_write_is_made_once_more_too_as_the_api_did_not_act()
    {
        var api = new ScriptedApi().Then(HttpStatusCode.Unauthorized, "", ("WWW-Authenticate", Challenge(Claims)));

        await api.Api.PostAsync("orders", new NewOrder("Lamp", 1, null), ScriptedApi.Alice, OrdersJson.Default.NewOrder, OrdersJson.Default.OrderTotals, CancellationToken.None);

        Assert.Equal([null, Claims], api.TokensAskedFor);
        Assert.All(api.Seen, request => Assert.Equal(HttpMethod.Post, request.Method));
    }

    [Fact]
    public async Task A_body_that_is_gone_leaves_the_challenge_to_the_client()
    {
        var api = new ScriptedApi().Then(HttpStatusCode.Unauthorized, "", ("WWW-Authenticate", Challenge(Claims)));
        using var body = new StreamContent(new MemoryStream([1, 2, 3]));

        var failure = await Assert.ThrowsAsync<UserActionRequiredException>(() => api.Api.SendAsync(HttpMethod.Post, "orders", ScriptedApi.Alice, body, CancellationToken.None));

        Assert.Equal((Claims, "Orders"), (failure.Claims, failure.Api));
        Assert.Single(api.Seen);
    }

    [Fact]
    public async Task A_second_challenge_goes_to_the_client()
    {
        const string others = """{"access_token":{"acrs":{"essential":true,"value":"c1"}}}""";
        var api = new ScriptedApi()
            .Then(HttpStatusCode.Unauthorized, "", ("WWW-Authenticate", Challenge(Claims)))
            .Then(HttpStatusCode.Unauthorized, "", ("WWW-Authenticate", Challenge(others)));

        var failure = await Assert.ThrowsAsync<UserActionRequiredException>(() => ReadAsync(api));

        Assert.Equal((others, "Orders"), (failure.Claims, failure.Api));
        Assert.Equal(2, api.Seen.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whose_token_is_refused_by_the_identity_platform_too_gets_the_claims_if_they_understand_them(bool understands)
    {
        var api = new ScriptedApi().Then(HttpStatusCode.Unauthorized, "", ("WWW-Authenticate", Challenge(Claims)));
        api.BeforeToken = _ => api.TokensAskedFor.Count == 0 ? Task.CompletedTask : throw new OboException(OboFailure.AssertionRefused);
        var caller = ScriptedApi.User("tenant", "alice", acceptsClaimsChallenges: understands);

        var failure = await Record.ExceptionAsync(() => api.Api.GetAsync("orders/summary", caller, OrdersJson.Default.OrderTotals, CancellationToken.None));

        if (understands) Assert.Equal((Claims, "Orders"), (Assert.IsType<UserActionRequiredException>(failure).Claims, ((UserActionRequiredException)failure).Api));
        else Assert.Equal(OboFailure.AssertionRefused, Assert.IsType<OboException>(failure).Failure);
    }

    [Fact]
    public async Task The_app_has_nobody_to_relay_a_challenge_to()
    {
        var api = new ScriptedApi().Then(HttpStatusCode.Unauthorized, "", ("WWW-Authenticate", Challenge(Claims)));

        var failure = await Assert.ThrowsAsync<DownstreamException>(() =>
            api.Api.GetAsync("orders/summary", CallAs.App, OrdersJson.Default.OrderTotals, CancellationToken.None));

        Assert.Equal(HttpStatusCode.Unauthorized, failure.ResponseStatus);
        Assert.Single(api.TokensAskedFor);
    }

    public static TheoryData<string> Readable() => new(
        Challenge(Claims),
        $"bearer ERROR=\"insufficient_claims\",CLAIMS=\"{Base64(Claims)}\"",
        $"Bearer claims=\"{Base64(Claims).TrimEnd('=').Replace('+', '-').Replace('/', '_')}\", error=insufficient_claims",
        $"Basic realm=\"x\", Bearer realm=\"\", authorization_uri=\"https://a.example/?b=c,d\", error=\"insufficient_claims\", claims=\"{Base64(Claims)}\"");

    [Theory]
    [MemberData(nameof(Readable))]
    public void The_claims_are_found_however_they_are_written(string header)
    {
        Assert.Equal(Claims, Find(HttpStatusCode.Unauthorized, header));
    }

    public static TheoryData<string> Hostile() => new(
        "",
        "Bearer",
        "Bearer error=\"insufficient_claims\"",
        $"Bearer claims=\"{Base64(Claims)}\"",
        $"Bearer error=\"invalid_token\", claims=\"{Base64(Claims)}\"",
        $"Basic error=\"insufficient_claims\", claims=\"{Base64(Claims)}\"",
        $"Bearer error=\"insufficient_claims\", claims=\"{Claims.Replace("\"", "\\\"")}\"",
        Challenge("not JSON"),
        Challenge("[]"),
        Challenge("\"text\""),
        Challenge("{}"),
        Challenge("""{"access_token":"text"}"""),
        Challenge("""{"access_token":{}} {"access_token":{}}"""),
        Challenge("""{"access_token":{"a":1},"access_token":{"b":2}}"""),
        Challenge("{\"access_token\":" + new string('[', 500) + new string(']', 500) + "}"),
        Challenge("{\"access_token\":{\"a\":\"" + new string('x', 4000) + "\"}}"),
        Challenge("{\"access_token\":{\"a\":\"" + new string('x', 1_000_000) + "\"}}"),
        "Bearer error=\"insufficient_claims\", claims=\"%%%%\"",
        $"Bearer error=\"insufficient_claims\", error=\"insufficient_claims\", claims=\"{Base64(Claims)}\"",
        $"Bearer error=\"insufficient_claims\", claims=\"{Base64(Claims)}\", claims=\"{Base64(Claims)}\"",
        "Bearer error=\"insufficient_claims\", claims=\"" + Convert.ToBase64String([0x7b, 0xff, 0xfe, 0x7d]) + "\"");

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A45_what_is_no_short_and_well_formed_claims_request_is_a_plain_401(string header)
    {
        Assert.Null(Find(HttpStatusCode.Unauthorized, header));
    }

    [Fact]
    public void A45_a_challenge_counts_in_a_401_alone()
    {
        Assert.Null(Find(HttpStatusCode.Forbidden, Challenge(Claims)));
    }

    [Fact]
    public void A45_many_short_headers_are_as_long_as_one()
    {
        using var response = new HttpResponseMessage(HttpStatusCode.Unauthorized);
        for (var i = 0; i < 100; i++) response.Headers.TryAddWithoutValidation("WWW-Authenticate", $"Basic realm=\"{new string('x', 60)}\"");
        response.Headers.TryAddWithoutValidation("WWW-Authenticate", Challenge(Claims));

        Assert.Null(ClaimsChallenge.Find(response));
    }

    private static string? Find(HttpStatusCode status, string header)
    {
        using var response = new HttpResponseMessage(status);
        response.Headers.TryAddWithoutValidation("WWW-Authenticate", header);
        return ClaimsChallenge.Find(response);
    }

    private static string Challenge(string claims) =>
        $"Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\", error=\"insufficient_claims\", claims=\"{Base64(claims)}\"";

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static Task<OrderTotals> ReadAsync(ScriptedApi api) =>
        api.Api.GetAsync("orders/summary", ScriptedApi.Alice, OrdersJson.Default.OrderTotals, CancellationToken.None);
}
