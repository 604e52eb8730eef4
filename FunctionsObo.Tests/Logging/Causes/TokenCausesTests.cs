using EntraEmulator;
using EntraEmulator.Dev;
using EntraEmulator.Tenants;
using FunctionsObo.Tests.Security;
using Microsoft.Extensions.Logging.Testing;
using TestSupport;

namespace FunctionsObo.Tests.Logging.Causes;

/// <summary>Why a caller's token was refused: the claim, what it says and what was expected. One line each, however many there are.</summary>
public sealed class TokenCausesTests
{
    private const string App = "f0bc0000-0000-4000-8000-000000000010";
    private const string Client = "11111111-2222-3333-4444-555555555555";

    /// <summary>What is wrong, the event, and its words.</summary>
    private static readonly (Func<Emulator, string> Token, string Event, string Words)[] Causes =
    [
        (emulator => emulator.Mint(payload => payload["aud"] = "api://other"), "TokenRefused", $"wrong_audience: aud \"api://other\" (theirs), expected {App}, api://{App} ("),
        (emulator => emulator.Mint(payload => payload["iss"] = "https://evil.example/v2.0"), "TokenRefused", "wrong_issuer: iss \"https://evil.example/v2.0\" (theirs) with tid "),
        (emulator => emulator.IssueAccessToken("carol"), "TokenRefused", $"expected https://localhost:"),
        (emulator => emulator.IssueAccessToken(new TokenRequest { User = "alice", Lifetime = TimeSpan.FromMinutes(-10) }), "TokenRefused", "token_expired: exp "),
        (emulator => emulator.Mint(payload => payload["nbf"] = 4102444800), "TokenRefused", "token_not_yet_valid: nbf 2100-01-01 00:00:00Z, iat "),
        (emulator => emulator.Mint(payload => payload["ver"] = "1.0"), "TokenRefused", "wrong_version: ver \"1.0\" (theirs), expected 2.0 ("),
        (emulator => emulator.Mint(payload => (payload["scp"], payload["roles"]) = (null, null)), "RequestRefused", "invalid_claims: claim "),
        (emulator => emulator.Mint(payload => { payload.Remove("scp"); payload.Remove("roles"); }), "TokenRefused", "not_an_access_token: it has neither scp nor roles"),
        (emulator => emulator.IssueAccessToken(new TokenRequest { User = "alice", Kind = TokenKind.IdToken }), "TokenRefused", "not_an_access_token: it has neither azp nor appid, as an ID token"),
        (emulator => emulator.Mint(payload => payload["idtyp"] = "device"), "TokenRefused", "not_an_access_token: idtyp \"device\" (theirs) with scp \"access_as_user\" (theirs) and 0 roles, expected user with scp, or app with roles"),
        (emulator => emulator.Mint(payload => payload["exp"] = "soon"), "RequestRefused", "invalid_claims: claim exp is missing, of the wrong type, out of range or contradicted"),
        (emulator => emulator.Mint(payload => payload["OID"] = "x"), "RequestRefused", "invalid_claims: claim oid is written \"OID\" (theirs)"),
        (emulator => emulator.Forge(header => header["alg"] = "none", how: request => request with { Algorithm = "RS256" }), "RequestRefused", "unsupported_token: alg \"none\" (theirs), expected RS256"),
        (emulator => emulator.Mint(header: header => header["typ"] = "secevent+jwt"), "RequestRefused", "unsupported_token: typ \"secevent+jwt\" (theirs), expected JWT or at+jwt"),
        (emulator => emulator.Mint(header: header => header["crit"] = "exp"), "RequestRefused", "unsupported_token: its header has crit, which is not supported"),
        (emulator => emulator.Forge(how: request => request with { Key = "unknown" }), "TokenRefused", "wrong_signature: "),
        (emulator => emulator.IssueAccessToken("alice")[..^20] + new string('A', 20), "TokenRefused", "wrong_signature: the signature is not that of key \""),
        (_ => "garbage", "RequestRefused", "malformed_token: expected three parts in base64url"),
        (_ => "a.b.c.d.e", "RequestRefused", "encrypted_token: it is a JWE, of five parts"),
        (_ => new string('a', 20_000), "RequestRefused", "oversized_token: expected at most 16384 characters"),
        (emulator => emulator.Mint(payload => payload["scp"] = "something_else"), "RequestForbidden", "scope_missing: expected of a user one of the scopes access_as_user, of an app one of the roles none; the token has scp \"something_else\" (theirs), roles none"),
        (emulator => emulator.IssueAccessToken(new TokenRequest { Application = WellKnown.DaemonName }), "RequestForbidden", "user_required: expected of a user one of the scopes access_as_user"),
    ];

    [Fact]
    public async Task Each_token_is_refused_with_the_claim_and_what_was_expected()
    {
        await using var stack = await Stack.StartAsync(Logged.Everything);
        var logs = stack.Get<FakeLogCollector>();

        foreach (var (token, name, words) in Causes)
        {
            logs.Clear();
            await stack.SendAsync(HttpMethod.Get, "me", token(stack.Emulator));

            var line = logs.Line(name);
            Assert.StartsWith("Request to Me ", line, StringComparison.Ordinal);
            Assert.Contains(words, line, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_client_and_a_tenant_that_are_not_admitted()
    {
        await using var stack = await Stack.StartAsync(Logged.Everything,
            ("AzureAd:TenantId", "organizations"), ("AzureAd:AllowedTenants:0", WellKnown.ContosoTenantId), ("AzureAd:AllowedClientApplications:0", Client));
        var logs = stack.Get<FakeLogCollector>();

        await stack.GetAsync("me", "carol");
        Assert.Contains($"wrong_tenant: tid \"{WellKnown.FabrikamTenantId}\" (theirs), expected {WellKnown.ContosoTenantId} (AzureAd:AllowedTenants)", logs.Line("TokenRefused"), StringComparison.Ordinal);
        logs.Clear();
        await stack.GetAsync("me", "alice");
        Assert.Matches(@$"wrong_client: azp ""[0-9a-f-]{{36}}"" \(theirs\), expected {Client} \(AzureAd:AllowedClientApplications\)", logs.Line("TokenRefused"));
    }
}
