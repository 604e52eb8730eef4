using System.Net;
using System.Text.Json.Nodes;
using EntraEmulator.Dev;
using EntraEmulator.Tenants;
using TestSupport;

namespace FunctionsObo.Tests.Security;

/// <summary>Genuine signatures under claims that are not for this API (RFC 8725 §3.8, §3.9).</summary>
public sealed class ClaimAttackTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private readonly Stack _stack = fixture.Stack;

    [Theory]
    [InlineData("\"https://graph.microsoft.com\"")]
    [InlineData("\"api://07de7500-0000-4000-8000-000000000020\"")]
    [InlineData($"\"{WellKnown.FunctionAppClientId}/\"")]
    [InlineData($"\"{WellKnown.FunctionAppIdUri}/\"")]
    [InlineData("\"F0BC0000-0000-4000-8000-000000000010\"")]
    [InlineData($"\"{WellKnown.FunctionAppClientId} \"")]
    [InlineData("\"\"")]
    [InlineData("[]")]
    [InlineData($"[\"{WellKnown.FunctionAppClientId}\",\"{WellKnown.OrdersAppId}\"]")]
    [InlineData($"[\"{WellKnown.FunctionAppClientId}\",\"{WellKnown.FunctionAppClientId}\"]")]
    public async Task A12_a_token_for_another_audience_is_refused(string audience) =>
        await _stack.RefusesAsync(Mint("aud", audience), "wrong_audience");

    [Fact]
    public async Task A12_a_token_of_another_api_is_refused()
    {
        await _stack.RefusesAsync(_stack.Emulator.IssueAccessToken(new TokenRequest { User = "alice", Audience = WellKnown.GraphName }), "wrong_audience");
        await _stack.RefusesAsync(_stack.Emulator.Mint(payload => payload.Remove("aud")), "wrong_audience");
        await _stack.RefusesAsync(Mint("aud", "7"), "invalid_claims");
    }

    [Theory]
    [InlineData($"\"{WellKnown.FunctionAppClientId}\"")]
    [InlineData($"\"{WellKnown.FunctionAppIdUri}\"")]
    [InlineData($"[\"{WellKnown.FunctionAppClientId}\"]")]
    public async Task Both_forms_of_the_audience_are_accepted(string audience) => await _stack.AdmitsAsync(Mint("aud", audience));

    [Theory]
    [InlineData("iss", "\"https://sts.windows.net/0c0a7050-0000-4000-8000-000000000001/\"")]
    [InlineData("iss", "\"https://login.microsoftonline.com/0c0a7050-0000-4000-8000-000000000001/v2.0\"")]
    [InlineData("iss", "\"\"")]
    [InlineData("tid", "\"not-a-guid\"")]
    [InlineData("tid", "\"\"")]
    [InlineData("tid", $"\"{WellKnown.FabrikamTenantId}\"")]
    [InlineData("tid", "\"0C0A7050-0000-4000-8000-000000000001\"")]
    public async Task A13_a_token_of_another_issuer_or_tenant_is_refused(string claim, string value) =>
        await _stack.RefusesAsync(Mint(claim, value), "wrong_issuer");

    [Fact]
    public async Task A13_a_genuine_token_of_another_tenant_is_refused()
    {
        await _stack.RefusesAsync(_stack.Emulator.IssueAccessToken("carol"), "wrong_issuer");
        await _stack.RefusesAsync(_stack.Emulator.Mint(payload => payload.Remove("tid")), "wrong_issuer");
        await _stack.RefusesAsync(_stack.Emulator.Mint(payload => payload.Remove("iss")), "wrong_issuer");
    }

    [Theory]
    [InlineData("tid")]
    [InlineData("oid")]
    [InlineData("aud")]
    [InlineData("scp")]
    [InlineData("azp")]
    [InlineData("exp")]
    public async Task A13_a_claim_that_is_there_twice_is_refused(string claim)
    {
        await _stack.RefusesAsync(_stack.Emulator.Mint(payload => payload[claim.ToUpperInvariant()] = payload[claim]!.DeepClone()), "invalid_claims");
        await _stack.RefusesAsync(_stack.Emulator.ForgeText(payload => payload.Insert(1, $"\"{claim}\":\"other\",")), "malformed_token");
        await _stack.RefusesAsync(_stack.Emulator.ForgeText(payload => payload.Insert(1, $"\"\\u00{(int)claim[0]:x2}{claim[1..]}\":\"other\",")), "malformed_token");
    }

    [Fact]
    public async Task A13_two_clients_in_one_token_are_refused() =>
        await _stack.RefusesAsync(_stack.Emulator.Mint(payload => payload["appid"] = WellKnown.DaemonClientId), "invalid_claims");

    [Theory]
    [InlineData("exp", "null")]
    [InlineData("exp", "\"1893456000\"")]
    [InlineData("exp", "1893456000.5")]
    [InlineData("exp", "1.9e9")]
    [InlineData("exp", "-1")]
    [InlineData("exp", "253402300799")]
    [InlineData("exp", "9223372036854775807")]
    [InlineData("exp", "99999999999999999999999999")]
    [InlineData("exp", "true")]
    [InlineData("nbf", "\"0\"")]
    [InlineData("nbf", "-9223372036854775808")]
    [InlineData("iat", "[1]")]
    public async Task A18_a_time_that_is_no_integer_in_range_is_refused(string claim, string value) =>
        await _stack.RefusesAsync(_stack.Emulator.ForgeText(payload => Replace(payload, claim, value)), "invalid_claims");

    [Fact]
    public async Task A18_a_token_without_expiry_is_refused() =>
        await _stack.RefusesAsync(_stack.Emulator.Mint(payload => payload.Remove("exp")), "invalid_claims");

    [Theory]
    [InlineData("exp", -59, null)]
    [InlineData("exp", -61, "token_expired")]
    [InlineData("nbf", 59, null)]
    [InlineData("nbf", 61, "token_not_yet_valid")]
    [InlineData("iat", 59, null)]
    [InlineData("iat", 61, "token_not_yet_valid")]
    public async Task A18_the_clock_skew_is_one_minute_and_no_more(string claim, int seconds, string? code)
    {
        var token = _stack.Emulator.Mint(payload => payload[claim] = _stack.Time.GetUtcNow().ToUnixTimeSeconds() + seconds);

        if (code is null) await _stack.AdmitsAsync(token);
        else await _stack.RefusesAsync(token, code);
    }

    [Fact]
    public async Task A18_the_last_moment_that_a_token_can_name_is_fine() => await _stack.AdmitsAsync(Mint("exp", "253370764799"));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"idtyp":"user"}""")]
    [InlineData("""{"idtyp":"app"}""")]
    [InlineData("""{"scp":" "}""")]
    [InlineData("""{"scp":"","roles":["Functions.Read.All"],"idtyp":"app"}""")]
    [InlineData("""{"roles":[]}""")]
    [InlineData("""{"idtyp":"device","scp":"access_as_user"}""")]
    public async Task A20_a_token_with_neither_scope_nor_role_is_refused(string claims)
    {
        var token = _stack.Emulator.Mint(payload =>
        {
            foreach (var claim in new[] { "scp", "roles", "idtyp" }) payload.Remove(claim);
            foreach (var (name, value) in JsonNode.Parse(claims)!.AsObject()) payload[name] = value?.DeepClone();
        });

        await _stack.RefusesAsync(token, "not_an_access_token");
    }

    [Theory]
    [InlineData("access_as_user_admin")]
    [InlineData("access_as")]
    [InlineData("Access_As_User")]
    [InlineData("access_as_user\tother")]
    [InlineData("other\u00a0access_as_user")]
    [InlineData("api://f0bc0000-0000-4000-8000-000000000010/access_as_user")]
    public async Task A23_a_scope_that_only_resembles_the_required_one_is_forbidden(string scope) =>
        await _stack.ForbidsAsync(_stack.Emulator.Mint(payload => payload["scp"] = scope), "scope_missing");

    [Fact]
    public async Task A23_a_scope_that_is_no_text_is_refused() => await _stack.RefusesAsync(Mint("scp", """["access_as_user"]"""), "invalid_claims");

    [Theory]
    [InlineData("access_as_user")]
    [InlineData("other access_as_user")]
    [InlineData("  access_as_user  other ")]
    public async Task One_of_several_scopes_is_enough(string scope) => await _stack.AdmitsAsync(_stack.Emulator.Mint(payload => payload["scp"] = scope));

    [Theory]
    [InlineData("oid")]
    public async Task A_token_without_an_object_id_is_refused(string claim) =>
        await _stack.RefusesAsync(_stack.Emulator.Mint(payload => payload.Remove(claim)), "invalid_claims");

    [Fact]
    public async Task A53_addresses_and_names_that_can_change_hands_decide_nothing()
    {
        var token = _stack.Emulator.Mint(payload =>
        {
            payload["oid"] = WellKnown.BobObjectId;
            foreach (var claim in new[] { "preferred_username", "email", "upn", "unique_name" }) payload[claim] = "alice@contoso.example";
        });

        var reply = await _stack.SendAsync(HttpMethod.Get, "whoami", token);

        Assert.Equal((HttpStatusCode.OK, WellKnown.BobObjectId), (reply.Status, reply.Json.GetProperty("objectId").GetString()));
        Assert.DoesNotContain("alice@contoso.example", reply.Body, StringComparison.Ordinal);
    }

    private string Mint(string claim, string json) => _stack.Emulator.Mint(payload => payload[claim] = JsonNode.Parse(json));

    private static string Replace(string payload, string claim, string value)
    {
        var changed = JsonNode.Parse(payload)!.AsObject();
        changed[claim] = "REPLACE-ME";
        return changed.ToJsonString().Replace("\"REPLACE-ME\"", value, StringComparison.Ordinal);
    }
}
