using System.IdentityModel.Tokens.Jwt;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using EntraEmulator;
using EntraEmulator.Tenants;
using Microsoft.IdentityModel.Tokens;
using X509Certificate2 = System.Security.Cryptography.X509Certificates.X509Certificate2;

namespace FunctionApp.Tests.EntraEmulator;

public sealed class ClientAuthenticationTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private AppCredentials Daemon => fixture.Emulator.Directory.FindApplication("daemon")!.Credentials;

    [Theory]
    [InlineData("client_secret", "wrong", 401, "invalid_client", 7000215)]
    [InlineData("client_secret", "", 401, "invalid_client", 7000218)]
    [InlineData("client_id", "11111111-0000-4000-8000-000000000000", 400, "unauthorized_client", 700016)]
    [InlineData("client_id", "daemon", 400, "unauthorized_client", 700016)]
    [InlineData("client_id", WellKnown.CliClientId, 401, "invalid_client", 700025)]
    [InlineData("scope", "api://f0bc0000-0000-4000-8000-000000000010/access_as_user", 400, "invalid_scope", 1002012)]
    [InlineData("scope", "api://nowhere/.default", 400, "invalid_resource", 500011)]
    public async Task A_request_that_proves_nothing_is_refused(string parameter, string value, int status, string error, int code)
    {
        var form = Some.DaemonRequest();
        form[parameter] = value;

        Refused(await fixture.PostAsync(form), status, error, code);
    }

    [Fact]
    public async Task A_single_tenant_client_is_unknown_elsewhere()
    {
        Refused(await fixture.PostAsync("fabrikam", Some.DaemonRequest()), 400, "unauthorized_client", 700016);
        Refused(await fixture.PostAsync("common", Some.DaemonRequest()), 400, "unauthorized_client", 700016);
    }

    [Fact]
    public async Task Client_credentials_need_a_tenant()
    {
        var form = Some.DaemonRequest();
        (form["client_id"], form["client_secret"], form["scope"]) = (WellKnown.FunctionAppClientId, WellKnown.FunctionAppSecret, $"{WellKnown.OrdersIdUri}/.default");

        Refused(await fixture.PostAsync("common", form), 400, "invalid_request", 90010);
        Assert.Equal("Orders.Read.All", (await fixture.PostAsync("fabrikam", form)).Claims.GetProperty("roles")[0].GetString());
    }

    [Fact]
    public async Task A_public_client_has_no_token_of_its_own()
    {
        var form = Some.DaemonRequest();
        form["client_id"] = WellKnown.CliClientId;
        form.Remove("client_secret");

        Refused(await fixture.PostAsync(form), 401, "invalid_client", 7000218);
    }

    [Fact]
    public async Task Secrets_rotate_while_the_emulator_runs()
    {
        var form = Some.DaemonRequest();
        form["client_secret"] = "next";

        Refused(await fixture.PostAsync(form), 401, "invalid_client", 7000215);
        Daemon.AddSecret("next");
        Assert.Equal(200, (await fixture.PostAsync(form)).Status);
        Assert.Equal(200, (await fixture.PostAsync(Some.DaemonRequest())).Status);
        Daemon.RemoveSecret("next");
        Refused(await fixture.PostAsync(form), 401, "invalid_client", 7000215);
    }

    [Fact]
    public async Task An_expired_secret_is_told_from_a_wrong_one()
    {
        var form = Some.DaemonRequest();
        form["client_secret"] = "old";
        Daemon.AddSecret("old", TimeProvider.System.GetUtcNow().AddDays(-1));

        Refused(await fixture.PostAsync(form), 401, "invalid_client", 7000222);
    }

    [Fact]
    public async Task A_secret_may_come_in_the_authorization_header()
    {
        var form = Some.DaemonRequest();
        form.Remove("client_id");
        form.Remove("client_secret");

        var good = await fixture.PostAsync("contoso", form, request => request.Headers.Authorization = Basic(WellKnown.DaemonSecret));
        var bad = await fixture.PostAsync("contoso", form, request => request.Headers.Authorization = Basic("wrong"));
        var garbage = await fixture.PostAsync("contoso", form, request => request.Headers.Authorization = new AuthenticationHeaderValue("Basic", "%%%"));

        Assert.Equal(200, good.Status);
        Refused(bad, 401, "invalid_client", 7000215);
        Refused(garbage, 400, "invalid_request", 9002313);
    }

    [Theory]
    [InlineData(SecurityAlgorithms.RsaSha256, "x5t")]
    [InlineData(SecurityAlgorithms.RsaSha256, "x5t#S256")]
    [InlineData(SecurityAlgorithms.RsaSsaPssSha256, "x5t#S256")]
    [InlineData(SecurityAlgorithms.RsaSsaPssSha256, "kid")]
    public async Task A_registered_certificate_proves_the_client(string algorithm, string name)
    {
        using var certificate = Some.Certificate();
        Daemon.AddCertificate(certificate);

        Assert.Equal(200, (await fixture.PostAsync(WithAssertion(Assertion(certificate, algorithm, name)))).Status);

        Daemon.RemoveCertificate(certificate);
        Refused(await fixture.PostAsync(WithAssertion(Assertion(certificate, algorithm, name))), 401, "invalid_client", 700027);
    }

    [Theory]
    [InlineData("aud", "https://login.example/token", 700023)]
    [InlineData("iss", "11111111-0000-4000-8000-000000000000", 700021)]
    [InlineData("sub", "11111111-0000-4000-8000-000000000000", 700021)]
    [InlineData("exp", "100", 700024)]
    [InlineData("exp", null, 700024)]
    [InlineData("nbf", "9999999999", 700024)]
    [InlineData("jti", null, 50027)]
    public async Task An_assertion_with_a_wrong_claim_is_refused(string claim, string? value, int code)
    {
        using var certificate = Some.Certificate();
        Daemon.AddCertificate(certificate);

        var assertion = Assertion(certificate, SecurityAlgorithms.RsaSha256, "x5t", claims =>
        {
            if (value is null) claims.Remove(claim);
            else claims[claim] = value;
        });

        Refused(await fixture.PostAsync(WithAssertion(assertion)), 401, "invalid_client", code);
    }

    [Fact]
    public async Task An_assertion_signed_with_another_key_is_refused()
    {
        using var registered = Some.Certificate();
        using var other = Some.Certificate();
        Daemon.AddCertificate(registered);

        Refused(await fixture.PostAsync(WithAssertion(Assertion(other, SecurityAlgorithms.RsaSha256, "x5t", named: registered))), 401, "invalid_client", 700027);
        Refused(await fixture.PostAsync(WithAssertion(Assertion(registered, SecurityAlgorithms.RsaSha512, "x5t"))), 401, "invalid_client", 700027);
        Refused(await fixture.PostAsync(WithAssertion("nonsense")), 401, "invalid_client", 50027);
    }

    [Fact]
    public async Task An_expired_certificate_is_refused()
    {
        using var certificate = Some.Certificate(notAfter: new DateTimeOffset(2021, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Daemon.AddCertificate(certificate);

        Refused(await fixture.PostAsync(WithAssertion(Assertion(certificate, SecurityAlgorithms.RsaSha256, "x5t"))), 401, "invalid_client", 1000502);
    }

    [Fact]
    public async Task An_assertion_of_an_unknown_type_or_beside_a_secret_is_refused()
    {
        var typed = WithAssertion("a.b.c");
        typed["client_assertion_type"] = "urn:example";
        var both = Some.DaemonRequest();
        both["client_assertion"] = "a.b.c";

        Refused(await fixture.PostAsync(typed), 400, "invalid_request", 9002313);
        Refused(await fixture.PostAsync(both), 400, "invalid_request", 9002313);
    }

    [Theory]
    [InlineData("sub", "api://AzureADTokenExchange", ExternalIssuer.Address, null)]
    [InlineData("SUB", "api://AzureADTokenExchange", ExternalIssuer.Address, 700213)]
    [InlineData("sub", "api://other", ExternalIssuer.Address, 700212)]
    [InlineData("sub", "api://AzureADTokenExchange", "https://other.example/", 700211)]
    public async Task A_federated_token_has_to_match_a_registered_one(string subject, string audience, string from, int? code)
    {
        using var key = RSA.Create(2048);
        var issuer = new ExternalIssuer(key);
        var credential = issuer.Credential("sub");
        Daemon.AddFederatedCredential(credential);

        var reply = await fixture.PostAsync(WithAssertion(issuer.Token(subject, audience, from)));
        Daemon.RemoveFederatedCredential(credential);

        if (code is null) Assert.Equal(200, reply.Status);
        else Refused(reply, 401, "invalid_client", code.Value);
    }

    [Fact]
    public async Task A_federated_token_of_another_key_is_refused()
    {
        using var registered = RSA.Create(2048);
        using var other = RSA.Create(2048);
        var credential = new ExternalIssuer(registered).Credential("sub");
        Daemon.AddFederatedCredential(credential);

        var reply = await fixture.PostAsync(WithAssertion(new ExternalIssuer(other).Token("sub")));
        Daemon.RemoveFederatedCredential(credential);

        Refused(reply, 401, "invalid_client", 700027);
    }

    private static void Refused(TokenReply reply, int status, string error, int code) => Assert.Equal((status, error, code), (reply.Status, reply.Error, reply.Code));

    private static AuthenticationHeaderValue Basic(string secret) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{WellKnown.DaemonClientId}:{Uri.EscapeDataString(secret)}")));

    private static Dictionary<string, string> WithAssertion(string assertion)
    {
        var form = Some.DaemonRequest();
        form.Remove("client_secret");
        form["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
        form["client_assertion"] = assertion;
        return form;
    }

    private string Assertion(X509Certificate2 certificate, string algorithm, string name, Action<JsonObject>? change = null, X509Certificate2? named = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        var claims = new JsonObject
        {
            ["aud"] = $"{fixture.Emulator.Address}{WellKnown.ContosoTenantId}/oauth2/v2.0/token",
            ["iss"] = WellKnown.DaemonClientId,
            ["sub"] = WellKnown.DaemonClientId,
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddMinutes(10).ToUnixTimeSeconds(),
            ["jti"] = Guid.NewGuid().ToString(),
        };
        change?.Invoke(claims);
        var hash = (named ?? certificate).GetCertHash(name == "x5t" ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256);
        var thumbprint = Base64UrlEncoder.Encode(hash);
        var key = new RsaSecurityKey(System.Security.Cryptography.X509Certificates.RSACertificateExtensions.GetRSAPrivateKey(certificate)) { KeyId = name == "kid" ? thumbprint : null };
        var header = new JwtHeader(new SigningCredentials(key, algorithm));
        if (name != "kid") header[name] = thumbprint;
        return new JwtSecurityTokenHandler().WriteToken(new JwtSecurityToken(header, JwtPayload.Deserialize(claims.ToJsonString())));
    }
}
