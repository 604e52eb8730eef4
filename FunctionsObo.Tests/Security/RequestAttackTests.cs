using System.Net;
using FunctionsObo.Authentication;
using FunctionsObo.Errors;
using TestSupport;

namespace FunctionsObo.Tests.Security;

/// <summary>Requests that smuggle, double or inject (RFC 6750 §2, CWE-113, CWE-601).</summary>
public sealed class RequestAttackTests(ProbeFixture fixture) : IClassFixture<ProbeFixture>
{
    private readonly Stack _stack = fixture.Stack;

    private string Token => _stack.Emulator.IssueAccessToken("alice");

    [Theory]
    [InlineData("Bearer {0}, Bearer {0}", "several_credentials")]
    [InlineData("Bearer {0},{0}", "several_credentials")]
    [InlineData("Bearer {0},", "several_credentials")]
    [InlineData("Bearer,{0}", "several_credentials")]
    [InlineData("Basic dXNlcjpwYXNz, Bearer {0}", "several_credentials")]
    [InlineData("Bearer Bearer {0}", "malformed_credentials")]
    [InlineData("Bearer\t{0}", "malformed_credentials")]
    [InlineData("Bearer {0} {0}", "malformed_credentials")]
    [InlineData("Bearer \"{0}\"", "malformed_credentials")]
    [InlineData("Bearer token={0};", "malformed_credentials")]
    [InlineData("Bearer", "malformed_credentials")]
    [InlineData("Bearer ", "malformed_credentials")]
    [InlineData("", "malformed_credentials")]
    [InlineData(" ", "malformed_credentials")]
    public async Task A27_a_header_that_is_not_one_bearer_token_is_a_bad_request(string header, string code)
    {
        var before = _stack.Outbound();

        var reply = await SendAsync(string.Format(null, header, Token));

        Assert.Equal((HttpStatusCode.BadRequest, code), (reply.Status, reply.Code));
        Assert.StartsWith("Bearer error=\"invalid_request\", error_description=\"", reply.Challenge, StringComparison.Ordinal);
        Door.IsWellFormed(reply.Challenge);
        Assert.Equal(before, _stack.Outbound());
    }

    [Fact]
    public async Task A27_two_authorization_headers_are_a_bad_request()
    {
        foreach (var first in new[] { $"Bearer {Token}", "Basic dXNlcjpwYXNz", "Bearer" })
        {
            var answer = await RawHttp.SendAsync(_stack, $"Authorization: {first}", $"authorization: Bearer {Token}");

            Assert.Equal(400, answer.Status);
            Assert.Contains("error=\"invalid_request\"", answer.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData("Negotiate YII=")]
    [InlineData("Bearer{0}")]
    [InlineData("BearerX {0}")]
    [InlineData("{0}")]
    [InlineData("Token {0}")]
    [InlineData("Digest username=\"a\", realm=\"b\"")]
    public async Task A27_another_scheme_is_challenged_without_an_error_code(string header)
    {
        var reply = await SendAsync(string.Format(null, header, Token));

        Assert.Equal((HttpStatusCode.Unauthorized, "no_credentials"), (reply.Status, reply.Code));
        Assert.DoesNotContain("error=", reply.Challenge, StringComparison.Ordinal);
        Door.IsWellFormed(reply.Challenge);
    }

    [Theory]
    [InlineData("bearer {0}")]
    [InlineData("BEARER {0}")]
    [InlineData("Bearer   {0}")]
    public async Task A27_the_scheme_is_known_in_any_case(string header) =>
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(string.Format(null, header, Token))).Status);

    [Theory]
    [InlineData("?access_token={0}")]
    [InlineData("?x=1&Access_Token={0}")]
    public async Task A27_a_token_in_the_query_counts_for_nothing_and_beside_a_header_it_is_one_too_many(string query)
    {
        var path = "for-both" + string.Format(null, query, Token);

        var alone = await _stack.SendAsync(HttpMethod.Get, path, token: null);
        var beside = await _stack.SendAsync(HttpMethod.Get, path, Token);

        Assert.Equal((HttpStatusCode.Unauthorized, "no_credentials"), (alone.Status, alone.Code));
        Assert.Equal((HttpStatusCode.BadRequest, "several_credentials"), (beside.Status, beside.Code));
    }

    [Fact]
    public async Task A27_a_token_in_a_form_counts_for_nothing()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "for-both");
        request.Content = new FormUrlEncodedContent([KeyValuePair.Create("access_token", Token)]);

        var reply = await _stack.SendAsync(request);

        Assert.Equal((HttpStatusCode.Unauthorized, "no_credentials"), (reply.Status, reply.Code));
    }

    [Theory]
    [InlineData("aud")]
    [InlineData("iss")]
    [InlineData("scp")]
    [InlineData("tid")]
    [InlineData("azp")]
    public async Task A28_nothing_of_a_token_gets_into_a_header(string claim)
    {
        const string injection = "x\r\nSet-Cookie: stolen=1\r\n\r\n<script>\", error=\"\\";

        var reply = await _stack.SendAsync(HttpMethod.Get, "for-users", _stack.Emulator.Mint(payload => payload[claim] = injection));

        if (reply.Challenge is not null) Door.IsWellFormed(reply.Challenge);
        Assert.DoesNotContain("stolen", reply.Challenge ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain("stolen", reply.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void A28_a_challenge_holds_no_character_that_could_end_it()
    {
        var challenge = Challenges.InvalidRequest("a\"b\\c\r\nd\u00e9\0 e")(new ChallengeAddresses("", () => "", () => null));

        Assert.Equal("Bearer error=\"invalid_request\", error_description=\"a_b_c__d__ e\"", challenge);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:443")]
    public async Task A47_the_host_header_decides_no_address(string host)
    {
        foreach (var path in new[] { "for-users", ".well-known/oauth-protected-resource" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Host = host;
            request.Headers.Add("X-Forwarded-Host", host);
            request.Headers.Add("Forwarded", $"host={host}");

            var reply = await _stack.SendAsync(request);

            Assert.DoesNotContain("evil", reply.Challenge ?? "", StringComparison.Ordinal);
            Assert.DoesNotContain("evil", reply.Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A50_an_unknown_user_an_unknown_key_and_a_bad_signature_look_the_same()
    {
        var answers = new List<string>();
        foreach (var token in new[]
        {
            _stack.Emulator.Forge(how: request => request with { Signature = new string('A', 342) }),
            _stack.Emulator.Forge(payload: payload => payload["oid"] = Guid.NewGuid().ToString(), how: request => request with { Signature = new string('A', 342) }),
            _stack.Emulator.Forge(how: request => request with { Key = "unknown" }),
            _stack.Emulator.Forge(header => header["kid"] = "no-such-key"),
            _stack.Emulator.Forge(how: request => request with { Signature = "AAAA" }),
        })
        {
            var reply = await _stack.SendAsync(HttpMethod.Get, "for-users", token);
            answers.Add($"{reply.Status} {reply.Challenge} {reply.Body.Replace(reply.Json.GetProperty("traceId").GetString()!, "", StringComparison.Ordinal)}");
        }

        Assert.Single(answers.Distinct(StringComparer.Ordinal));
        Assert.Contains("wrong_signature", answers[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HEAD")]
    [InlineData("OPTIONS")]
    [InlineData("POST")]
    public async Task A52_a_method_without_a_body_or_a_preflight_needs_a_token_all_the_same(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "for-both");
        request.Headers.Add("Origin", "https://evil.example");
        request.Headers.Add("Access-Control-Request-Method", "GET");
        request.Headers.Add("X-HTTP-Method-Override", "GET");

        var reply = await _stack.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, reply.Status);
        Assert.NotNull(reply.Challenge);
    }

    [Fact]
    public async Task A52_a_method_that_the_function_does_not_name_reaches_nothing()
    {
        foreach (var method in new[] { HttpMethod.Head, HttpMethod.Options, HttpMethod.Delete })
        {
            using var request = new HttpRequestMessage(method, "for-users");

            Assert.Contains((await _stack.SendAsync(request)).Status, new[] { HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed });
        }
    }

    [Fact]
    public async Task A52_a_trigger_that_is_not_http_passes_untouched()
    {
        Assert.Equal("got hello", await _stack.Local.FunctionApp!.RunFunctionAsync("OnMessage", "hello", CancellationToken.None));
    }

    [Fact]
    public async Task An_anonymous_function_does_not_look_at_credentials()
    {
        Assert.Equal(HttpStatusCode.OK, (await _stack.SendAsync(HttpMethod.Get, "open", token: null)).Status);
        Assert.Equal(HttpStatusCode.OK, (await _stack.SendAsync(HttpMethod.Get, "open", "garbage")).Status);
    }

    private async Task<Reply> SendAsync(string authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "for-both");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return await _stack.SendAsync(request);
    }
}
