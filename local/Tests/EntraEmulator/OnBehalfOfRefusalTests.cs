using System.Text.Json.Nodes;
using EntraEmulator;
using EntraEmulator.Dev;
using EntraEmulator.Tenants;
using FunctionApp.Functions;
using TestSupport;

namespace Local.Tests.EntraEmulator;

public sealed class OnBehalfOfRefusalTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private Emulator Emulator => fixture.Emulator;

    private string Alice => Emulator.IssueAccessToken("alice");

    [Fact]
    public async Task A_signature_of_an_unpublished_key_is_refused()
    {
        var forged = Emulator.Sign(new SignRequest { Header = new JsonObject(), Payload = JsonNode.Parse(Some.Payload(Alice).GetRawText()), Key = "unknown" });

        await IsRefused(Some.Exchange(forged), "invalid_grant", 50013);
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("HS256")]
    [InlineData("none")]
    public async Task A_signature_that_only_claims_to_be_of_a_published_key_is_refused(string algorithm)
    {
        var header = new JsonObject { ["kid"] = Emulator.Keys.Current.KeyId };
        var forged = Emulator.Sign(new SignRequest { Header = header, Algorithm = algorithm, Payload = JsonNode.Parse(Some.Payload(Alice).GetRawText()), Key = algorithm == "none" ? null : "unknown" });

        await IsRefused(Some.Exchange(forged), "invalid_grant", 50013);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("a.b.c")]
    [InlineData("e30.e30.")]
    [InlineData("e30.e30.e30")]
    [InlineData("W10.W10.W10")]
    [InlineData("eyJraWQiOiJcdWQ4MDAifQ.e30.e30")]
    public async Task Text_that_is_no_token_is_refused(string assertion)
    {
        var reply = await fixture.PostAsync(Some.Exchange(assertion));

        Assert.Equal(400, reply.Status);
        Assert.Contains(reply.Code, new[] { 50027, 50013 });
    }

    [Fact]
    public Task An_assertion_for_another_audience_is_refused() =>
        IsRefused(Some.Exchange(Emulator.IssueAccessToken(new TokenRequest { User = "alice", Audience = "graph" })), "invalid_grant", 500131);

    [Fact]
    public Task An_expired_assertion_is_refused() =>
        IsRefused(Some.Exchange(Emulator.IssueAccessToken(new TokenRequest { User = "alice", Lifetime = TimeSpan.FromSeconds(-1) })), "invalid_grant", 500133);

    [Fact]
    public Task An_assertion_of_the_future_is_refused() =>
        IsRefused(Some.Exchange(Emulator.Changed(Alice, claims => claims["nbf"] = TimeProvider.System.GetUtcNow().AddMinutes(10).ToUnixTimeSeconds())), "invalid_grant", 500133);

    [Fact]
    public Task An_assertion_without_an_expiry_is_refused() =>
        IsRefused(Some.Exchange(Emulator.Changed(Alice, claims => claims.Remove("exp"))), "invalid_grant", 500133);

    [Fact]
    public Task An_id_token_is_refused() =>
        IsRefused(Some.Exchange(Emulator.IssueAccessToken(new TokenRequest { User = "alice", Kind = TokenKind.IdToken })), "invalid_request", 240002);

    [Fact]
    public Task An_applications_own_token_is_refused() =>
        IsRefused(Some.Exchange(Emulator.IssueAccessToken(new TokenRequest { Application = "daemon" })), "unauthorized_client", 7000114);

    [Fact]
    public Task An_issuer_of_one_tenant_with_the_id_of_another_is_refused() =>
        IsRefused(Some.Exchange(Emulator.Changed(Alice, claims => claims["tid"] = WellKnown.FabrikamTenantId)), "invalid_grant", 50013);

    [Fact]
    public Task A_foreign_issuer_is_refused() =>
        IsRefused(Some.Exchange(Emulator.Changed(Alice, claims => claims["iss"] = "https://login.example/")), "invalid_grant", 50013);

    [Fact]
    public Task A_user_that_the_tenant_does_not_know_is_refused() =>
        IsRefused(Some.Exchange(Emulator.Changed(Alice, claims => claims["oid"] = WellKnown.CarolObjectId)), "invalid_grant", 50034);

    [Fact]
    public Task A_user_of_another_tenant_than_the_path_names_is_refused() =>
        IsRefused(Some.Exchange(Emulator.IssueAccessToken("carol")), "invalid_grant", 90072);

    [Theory]
    [InlineData("https://graph.microsoft.com/Mail.Read", "invalid_grant", 65001)]
    [InlineData("https://graph.microsoft.com/User.Read https://graph.microsoft.com/Mail.Read", "invalid_grant", 65001)]
    [InlineData("https://graph.microsoft.com/User.Write", "invalid_client", 650053)]
    [InlineData("api://f0bc0000-0000-4000-8000-000000000010/.default", "invalid_grant", 65001)]
    [InlineData("api://nowhere/.default", "invalid_resource", 500011)]
    [InlineData("graph/User.Read", "invalid_resource", 500011)]
    [InlineData("https://graph.microsoft.com/User.Read api://07de7500-0000-4000-8000-000000000020/Orders.Read", "invalid_request", 28000)]
    [InlineData("api://07de7500-0000-4000-8000-000000000020/", "invalid_scope", 70011)]
    [InlineData("openid profile", "invalid_request", 28003)]
    public async Task A_scope_that_can_not_be_had_is_refused(string scope, string error, int code)
    {
        var reply = await fixture.PostAsync(Some.Exchange(Alice, scope));

        Assert.Equal((error, code), (reply.Error, reply.Code));
        Assert.Equal(code == 65001 ? "consent_required" : null, reply.Text("suberror"));
    }

    [Theory]
    [InlineData("assertion")]
    [InlineData("scope")]
    [InlineData("client_id")]
    [InlineData("grant_type")]
    [InlineData("requested_token_use")]
    public async Task A_missing_parameter_is_named(string parameter)
    {
        var form = Some.Exchange(Alice);
        form.Remove(parameter);

        var reply = await fixture.PostAsync(form);

        Assert.Equal((400, "invalid_request", 900144), (reply.Status, reply.Error, reply.Code));
        Assert.Contains($"'{parameter}'", reply.Text("error_description"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("claims", "{", 9002313)]
    [InlineData("claims", "[]", 9002313)]
    [InlineData("claims", """{"access_token":{"xms_cc":{"values":[1]}}}""", 9002313)]
    [InlineData("claims", """{"access_token":{"xms_cc":{"values":[null]}}}""", 9002313)]
    [InlineData("claims", """{"access_token":{},"access_token":{}}""", 9002313)]
    [InlineData("resource", "https://graph.microsoft.com", 901002)]
    [InlineData("requested_token_use", "logon_cert", 9002313)]
    public async Task A_parameter_that_makes_no_sense_is_refused(string parameter, string value, int code)
    {
        var form = Some.Exchange(Alice);
        form[parameter] = value;

        await IsRefused(form, "invalid_request", code);
    }

    [Fact]
    public Task A_duplicated_parameter_is_refused() =>
        IsRefused([.. Some.Exchange(Alice), new("scope", "https://graph.microsoft.com/User.Read")], "invalid_request", 9000411);

    [Theory]
    [InlineData("password")]
    [InlineData("urn:ietf:params:oauth:grant-type:saml2-bearer")]
    public Task Other_grants_are_not_supported(string grant)
    {
        var form = Some.Exchange(Alice);
        form["grant_type"] = grant;
        return IsRefused(form, "unsupported_grant_type", 70003);
    }

    [Fact]
    public async Task An_unknown_tenant_is_refused()
    {
        var reply = await fixture.PostAsync("nowhere.example", Some.Exchange(Alice));

        Assert.Equal((400, "invalid_request", 90002), (reply.Status, reply.Error, reply.Code));
    }

    private async Task IsRefused(IEnumerable<KeyValuePair<string, string>> form, string error, int code)
    {
        var reply = await fixture.PostAsync(form);

        Assert.Equal((400, error, code), (reply.Status, reply.Error, reply.Code));
    }
}
