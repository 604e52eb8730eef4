using System.Net;
using System.Text.Json.Nodes;
using EntraEmulator.Dev;
using EntraEmulator.Tenants;
using FunctionsObo.Authentication;
using TestSupport;

namespace FunctionsObo.Tests.Security;

/// <summary>Genuine tokens of the wrong kind (RFC 8725 §2.8, §3.12).</summary>
public sealed class TokenKindAttackTests(ProbeFixture fixture) : IClassFixture<ProbeFixture>
{
    private readonly Stack _stack = fixture.Stack;

    private string UserToken => _stack.Emulator.IssueAccessToken("alice");

    private string AppToken => _stack.Emulator.IssueAccessToken(new TokenRequest { Application = WellKnown.DaemonName });

    [Fact]
    public async Task A19_an_id_token_is_no_access_token()
    {
        await _stack.RefusesAsync(_stack.Emulator.IssueAccessToken(new TokenRequest { User = "alice", Kind = TokenKind.IdToken }), "not_an_access_token", "for-users");

        foreach (var nonce in new[] { "nonce", "at_hash", "c_hash" })
            await _stack.RefusesAsync(_stack.Emulator.Mint(payload => payload[nonce] = "n"), "not_an_access_token", "for-users");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(WellKnown.FunctionAppClientId)]
    public async Task A19_an_id_token_of_a_shared_registration_with_roles_is_no_apps_token(string? client)
    {
        var token = _stack.Emulator.Mint(payload =>
        {
            foreach (var claim in new[] { "scp", "idtyp", "azp", "azpacr" }) payload.Remove(claim);
            if (client is not null) payload["azp"] = client;
            payload["roles"] = new JsonArray("Functions.Read.All");
        });

        await _stack.RefusesAsync(token, "not_an_access_token", "for-apps");
        await _stack.RefusesAsync(token, "not_an_access_token", "for-both");
    }

    [Theory]
    [InlineData("azp")]
    [InlineData("appid")]
    public async Task A19_an_empty_client_is_none(string claim)
    {
        var token = _stack.Emulator.Mint(payload =>
        {
            payload.Remove("azp");
            payload[claim] = "";
        });

        await _stack.RefusesAsync(token, "not_an_access_token", "for-users");
        await _stack.RefusesAsync(_stack.Emulator.Mint(payload => payload.Remove("azp")), "not_an_access_token", "for-users");
    }

    [Fact]
    public async Task A19_what_is_no_jwt_at_all_is_malformed()
    {
        await _stack.RefusesAsync("0.AXEAmnUFmxyz-opaque_refresh_token", "malformed_token", path: "for-users");
        await _stack.RefusesAsync("PHNhbWxwOlJlc3BvbnNlIHhtbG5zOnNhbWxwPSJ1cm46b2FzaXMiPjwvc2FtbHA6UmVzcG9uc2U+", "malformed_token", path: "for-users");
    }

    [Fact]
    public async Task A19_a_token_for_graph_with_its_nonce_header_is_refused() =>
        await _stack.RefusesAsync(
            _stack.Emulator.Forge(header => header["nonce"] = "n", payload => payload["aud"] = WellKnown.GraphAppId), "wrong_audience", "for-users");

    [Fact]
    public async Task A21_an_app_is_forbidden_where_users_are_asked_for_before_any_exchange() =>
        await _stack.ForbidsAsync(AppToken, "user_required", "for-users");

    [Fact]
    public async Task A22_a_user_is_forbidden_where_apps_are_asked_for()
    {
        await _stack.ForbidsAsync(UserToken, "app_required", "for-apps");
        await _stack.ForbidsAsync(_stack.Emulator.Mint(payload => payload["roles"] = new JsonArray("Functions.Read.All")), "app_required", "for-apps");
    }

    [Fact]
    public async Task A22_a_users_role_does_not_make_up_for_a_scope()
    {
        var token = _stack.Emulator.Mint(payload =>
        {
            payload["scp"] = "other";
            payload["roles"] = new JsonArray("Functions.Read.All", "access_as_user");
        });

        await _stack.ForbidsAsync(token, "scope_missing", "for-users");
        await _stack.ForbidsAsync(token, "scope_missing", "for-both");
    }

    [Fact]
    public async Task An_app_without_the_role_is_forbidden()
    {
        var (_, payload) = Parts(AppToken);
        payload["roles"] = new JsonArray("functions.read.all", "Functions.Read.All ");

        await _stack.ForbidsAsync(_stack.Emulator.Sign(new SignRequest { Payload = payload }), "role_missing", "for-apps");
    }

    [Fact]
    public async Task Where_users_and_apps_are_admitted_both_come_in()
    {
        Assert.Equal((HttpStatusCode.OK, "User"), await CallAsync("for-both", UserToken));
        Assert.Equal((HttpStatusCode.OK, "App"), await CallAsync("for-both", AppToken));
        Assert.Equal((HttpStatusCode.OK, "User"), await CallAsync("for-users", UserToken));
        Assert.Equal((HttpStatusCode.OK, "App"), await CallAsync("for-apps", AppToken));
    }

    [Fact]
    public async Task Without_the_optional_claim_scope_and_subject_tell_users_from_apps()
    {
        var (_, app) = Parts(AppToken);
        app.Remove("idtyp");

        Assert.Equal((HttpStatusCode.OK, "User"), await CallAsync("for-both", _stack.Emulator.Mint(payload => payload.Remove("idtyp"))));
        Assert.Equal((HttpStatusCode.OK, "App"), await CallAsync("for-both", _stack.Emulator.Sign(new SignRequest { Payload = app.DeepClone() })));
        app["sub"] = "somebody-else";
        await _stack.RefusesAsync(_stack.Emulator.Sign(new SignRequest { Payload = app }), "not_an_access_token", "for-both");
    }

    private async Task<(HttpStatusCode, string)> CallAsync(string path, string token)
    {
        var reply = await _stack.SendAsync(HttpMethod.Get, path, token);
        return (reply.Status, reply.Body);
    }

    private static (JsonObject Header, JsonObject Payload) Parts(string token) =>
        (Minting.Decode(token.Split('.')[0]), Minting.Decode(token.Split('.')[1]));
}
