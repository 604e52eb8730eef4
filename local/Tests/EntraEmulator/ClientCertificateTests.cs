using System.IdentityModel.Tokens.Jwt;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using EntraEmulator.Tenants;
using Microsoft.IdentityModel.Tokens;
using TestSupport;

namespace Local.Tests.EntraEmulator;

public sealed class ClientCertificateTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private AppCredentials Daemon => fixture.Emulator.Directory.FindApplication("daemon")!.Credentials;

    [Theory]
    [InlineData(SecurityAlgorithms.RsaSha256, "x5t")]
    [InlineData(SecurityAlgorithms.RsaSha256, "x5t#S256")]
    [InlineData(SecurityAlgorithms.RsaSsaPssSha256, "x5t#S256")]
    [InlineData(SecurityAlgorithms.RsaSsaPssSha256, "kid")]
    public async Task A_registered_certificate_proves_the_client(string algorithm, string name)
    {
        Daemon.AddCertificate(The.Certificate);

        Assert.Equal(200, (await fixture.PostAsync(Some.DaemonRequest(Assertion(The.Certificate, algorithm, name)))).Status);

        Daemon.RemoveCertificate(The.Certificate);
        TokenReply.Refused(await fixture.PostAsync(Some.DaemonRequest(Assertion(The.Certificate, algorithm, name))), 401, "invalid_client", 700027);
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
        Daemon.AddCertificate(The.Certificate);

        var assertion = Assertion(The.Certificate, SecurityAlgorithms.RsaSha256, "x5t", claims =>
        {
            if (value is null) claims.Remove(claim);
            else claims[claim] = value;
        });

        TokenReply.Refused(await fixture.PostAsync(Some.DaemonRequest(assertion)), 401, "invalid_client", code);
    }

    [Fact]
    public async Task An_assertion_signed_with_another_key_is_refused()
    {
        using var other = Some.Certificate();
        Daemon.AddCertificate(The.Certificate);

        TokenReply.Refused(await fixture.PostAsync(Some.DaemonRequest(Assertion(other, SecurityAlgorithms.RsaSha256, "x5t", named: The.Certificate))), 401, "invalid_client", 700027);
        TokenReply.Refused(await fixture.PostAsync(Some.DaemonRequest(Assertion(The.Certificate, SecurityAlgorithms.RsaSha512, "x5t"))), 401, "invalid_client", 700027);
        TokenReply.Refused(await fixture.PostAsync(Some.DaemonRequest("nonsense")), 401, "invalid_client", 50027);
    }

    [Fact]
    public async Task An_expired_certificate_is_refused()
    {
        using var certificate = Some.Certificate(notAfter: new DateTimeOffset(2021, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Daemon.AddCertificate(certificate);

        TokenReply.Refused(await fixture.PostAsync(Some.DaemonRequest(Assertion(certificate, SecurityAlgorithms.RsaSha256, "x5t"))), 401, "invalid_client", 1000502);
    }

    [Fact]
    public async Task An_assertion_of_an_unknown_type_or_beside_a_secret_is_refused()
    {
        var typed = Some.DaemonRequest("a.b.c");
        typed["client_assertion_type"] = "urn:example";
        var both = Some.DaemonRequest();
        both["client_assertion"] = "a.b.c";

        TokenReply.Refused(await fixture.PostAsync(typed), 400, "invalid_request", 9002313);
        TokenReply.Refused(await fixture.PostAsync(both), 400, "invalid_request", 9002313);
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
        var key = new RsaSecurityKey(certificate.GetRSAPrivateKey()) { KeyId = name == "kid" ? thumbprint : null };
        var header = new JwtHeader(new SigningCredentials(key, algorithm));
        if (name != "kid") header[name] = thumbprint;
        return new JwtSecurityTokenHandler().WriteToken(new JwtSecurityToken(header, JwtPayload.Deserialize(claims.ToJsonString())));
    }
}
