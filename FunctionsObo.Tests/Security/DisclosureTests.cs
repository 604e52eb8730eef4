using System.Net;
using DevStack.DownstreamApis.Faults;
using EntraEmulator.Dev;
using EntraEmulator.Faults;
using EntraEmulator.Tenants;
using FunctionsObo.Authentication;
using FunctionsObo.Tests.Caching;
using FunctionsObo.Tests.Conventions.Broken.Functions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using TestSupport;

namespace FunctionsObo.Tests.Security;

/// <summary>What leaves by logs and answers (CWE-117, CWE-532).</summary>
public sealed class DisclosureTests
{
    [Fact]
    public async Task A48_no_log_line_holds_a_token_a_secret_claims_or_an_address()
    {
        await using var stack = await Stack.StartAsync(Logged.Everything);
        var tokens = new List<string>();
        const string claims = """{"access_token":{"acrs":{"essential":true,"value":"c1"}}}""";

        foreach (var path in new[] { "whoami", "me", "orders", "overview" }) await CallAsync(path, stack.Emulator.IssueAccessToken("alice"));
        foreach (var bad in new[]
        {
            stack.Emulator.Mint(payload => payload["aud"] = "other"),
            stack.Emulator.Mint(payload => payload["exp"] = 1),
            stack.Emulator.Forge(how: request => request with { Key = "unknown" }),
            stack.Emulator.Forge(header => header["alg"] = "none", how: request => request with { Algorithm = "RS256" }),
            stack.Emulator.IssueAccessToken(new TokenRequest { User = "alice", Kind = TokenKind.IdToken }),
            stack.Emulator.IssueAccessToken(new TokenRequest { Application = WellKnown.DaemonName }),
            "garbage-that-is-no-token",
        })
        {
            await CallAsync("me", bad);
        }

        foreach (var start in new[] { "GET /api/me HTTP/1.1\r\nHost: a b\r\n", "GET /api/me HTTP/1.1\r\nHost: a..b\r\n", "GET /api/me HTTP/1.1\r\nHost: xn--zz--\r\n", "GET /api/m e HTTP/1.1\r\n", "" })
        {
            tokens.Add(stack.Emulator.IssueAccessToken("alice"));
            await RawHttp.SendRequestAsync(stack, $"{start}Authorization: Bearer {tokens[^1]}\r\nConnection: close\r\n\r\n");
        }

        stack.Emulator.Faults.Enqueue(new Fault { Error = "interaction_required", Suberror = "basic_action", Codes = [50076], Claims = claims });
        await CallAsync("me", stack.Emulator.IssueAccessToken("bob"));
        stack.Emulator.Faults.Enqueue(new Fault { Error = "invalid_client", Codes = [7000215], Description = "Invalid client secret for alice@contoso.example" });
        await CallAsync("me", stack.Emulator.IssueAccessToken("bob"));

        await EchoTokensAsync(stack, tokens);

        var secrets = tokens.SelectMany(token => token.Split('.')).Where(part => part.Length > 10).Append(claims).Append("acrs")
            .Append(WellKnown.FunctionAppSecret).Append("@contoso.example").Append("Anderson").Append("AADSTS50076:").Append("AADSTS7000215:"); // as descriptions begin
        var records = stack.Get<FakeLogCollector>().GetSnapshot();
        Assert.Contains(records, record => record.Level < LogLevel.Information && record.Category?.StartsWith("Microsoft.", StringComparison.Ordinal) is true);
        var texts = records.SelectMany(record => record.Texts()).ToHashSet(StringComparer.Ordinal);
        Assert.All(secrets, secret => Assert.DoesNotContain(texts, text => text.Contains(secret, StringComparison.OrdinalIgnoreCase)));

        async Task CallAsync(string path, string token)
        {
            tokens.Add(token);
            await stack.SendAsync(HttpMethod.Get, path, token);
        }
    }

    /// <summary>Tokens where names and ids are expected: in tokens, in headers, and in what the identity platform and an API answer.</summary>
    private static async Task EchoTokensAsync(Stack stack, List<string> tokens)
    {
        var echoed = stack.Emulator.IssueAccessToken("bob");
        tokens.Add(echoed);
        foreach (var claim in new[] { "aud", "iss", "tid", "azp", "ver", "idtyp", "scp", "oid" })
            await stack.SendAsync(HttpMethod.Get, "me", stack.Emulator.Mint(payload => payload[claim] = echoed));
        foreach (var parameter in new[] { "kid", "alg", "typ", "crit" })
            await stack.SendAsync(HttpMethod.Get, "me", stack.Emulator.Forge(header => header[parameter] = echoed, how: request => request with { Algorithm = "RS256" }));

        using var request = new HttpRequestMessage(HttpMethod.Get, "me") { Headers = { { "X-Correlation-ID", echoed }, { "Authorization", $"Bearer {stack.Emulator.IssueAccessToken("alice")}" } } };
        stack.Emulator.Faults.Enqueue(new Fault { Error = echoed, Suberror = echoed, Codes = [1], Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["x-ms-request-id"] = echoed } });
        await stack.SendAsync(request);
        stack.Local.Graph.Faults.Add(new DownstreamFault
        {
            Status = 401,
            WwwAuthenticate = $"Bearer error=\"{echoed}\"",
            Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["request-id"] = echoed },
        });
        await stack.SendAsync(HttpMethod.Get, "me", stack.Emulator.IssueAccessToken("alice"));
    }

    [Fact]
    public async Task A48_what_a_token_claims_to_be_is_logged_on_one_line_and_short()
    {
        await using var stack = await Stack.StartAsync(Logged.Everything);
        const string forged = "k1\r\ninfo: Microsoft.Hosting.Lifetime[0]\u001b[31m\u2028";

        await stack.SendAsync(HttpMethod.Get, "me", stack.Emulator.Forge(header => header["kid"] = forged));
        await stack.SendAsync(HttpMethod.Get, "me", stack.Emulator.Mint(payload => payload["aud"] = forged + new string('a', 5000)));

        var refusals = stack.Get<FakeLogCollector>().GetSnapshot().Where(record => record.Message.Contains("refused:", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, refusals.Count);
        Assert.All(refusals.SelectMany(record => record.Texts()), text => Assert.DoesNotContain(text, char.IsControl));
        Assert.All(refusals.SelectMany(record => record.Texts()), text => Assert.InRange(text.Length, 0, 500));
        var lines = refusals.ConvertAll(record => record.Message);
        Assert.Contains("wrong_signature", lines[0], StringComparison.Ordinal);
        Assert.Contains("key \"k1__info: Microsoft.Hosting.Lifetime[0]_[31m_\" (theirs))", lines[0], StringComparison.Ordinal);
        Assert.Contains($"issuer \"{stack.Emulator.Address}{WellKnown.ContosoTenantId}/v2.0\" (theirs)", lines[1], StringComparison.Ordinal);
        Assert.Contains("audience \"k1__info", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A49_no_answer_holds_a_librarys_or_the_providers_words()
    {
        await using var stack = await Stack.StartAsync(("AzureAd:ClientCredentials:0:ClientSecret", "not the secret"));

        foreach (var token in new[]
        {
            stack.Emulator.Forge(how: request => request with { Key = "unknown" }),
            stack.Emulator.Mint(payload => payload["aud"] = "other"),
            stack.Emulator.Forge(header => header["alg"] = "none", how: request => request with { Algorithm = "RS256" }),
            "garbage",
            stack.Emulator.IssueAccessToken("alice"), // its exchange fails for our own secret
        })
        {
            var reply = await stack.SendAsync(HttpMethod.Get, "me", token);

            Assert.NotEqual(HttpStatusCode.OK, reply.Status);
            foreach (var word in new[] { "IDX", "AADSTS", "Exception", "   at ", "Microsoft.", "System.", "correlation" })
                Assert.DoesNotContain(word, reply.Body + reply.Challenge, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A49_the_trace_id_of_the_answer_is_the_one_that_the_caller_sent()
    {
        await using var stack = await Stack.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "me");
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        var reply = await stack.SendAsync(request);

        Assert.Equal("0af7651916cd43dd8448eb211c80319c", reply.Json.GetProperty("traceId").GetString());
    }
}
