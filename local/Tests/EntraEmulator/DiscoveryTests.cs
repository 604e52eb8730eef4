using System.IdentityModel.Tokens.Jwt;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EntraEmulator.Dev;
using FunctionApp.Clients.Orders;
using Local.Tests.FunctionsHost;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using TestSupport;

namespace Local.Tests.EntraEmulator;

public sealed class DiscoveryTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private string Address => fixture.Emulator.Address.ToString();

    [Theory]
    [InlineData(WellKnown.ContosoTenantId)]
    [InlineData("contoso")]
    [InlineData("contoso.example")]
    [InlineData("CONTOSO")]
    public async Task A_tenant_goes_by_id_name_or_domain(string tenant)
    {
        var metadata = await GetAsync($"{tenant}/v2.0/.well-known/openid-configuration");

        Assert.Equal($"{Address}{WellKnown.ContosoTenantId}/v2.0", metadata.GetProperty("issuer").GetString());
        Assert.Equal($"{Address}{WellKnown.ContosoTenantId}/discovery/v2.0/keys", metadata.GetProperty("jwks_uri").GetString());
        Assert.Equal($"{Address}{WellKnown.ContosoTenantId}/oauth2/v2.0/token", metadata.GetProperty("token_endpoint").GetString());
    }

    [Theory]
    [InlineData("common/v2.0", "{tenantid}/v2.0")]
    [InlineData("organizations/v2.0", "{tenantid}/v2.0")]
    [InlineData("common", "{tenantid}/")]
    [InlineData("contoso", WellKnown.ContosoTenantId + "/")]
    public async Task The_issuer_is_a_template_where_the_path_names_no_tenant(string path, string issuer) =>
        Assert.Equal(Address + issuer, (await GetAsync($"{path}/.well-known/openid-configuration")).GetProperty("issuer").GetString());

    [Theory]
    [InlineData("nowhere/v2.0/.well-known/openid-configuration")]
    [InlineData("consumers/discovery/v2.0/keys")]
    public async Task An_unknown_tenant_is_refused(string path)
    {
        var response = await fixture.Http.GetAsync(path);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(90002, (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error_codes")[0].GetInt32());
    }

    [Fact]
    public async Task Every_key_has_its_certificate_and_its_issuer()
    {
        var keys = (await GetAsync("common/discovery/v2.0/keys")).GetProperty("keys").EnumerateArray().ToList();

        string[] members = ["kty", "use", "kid", "x5t", "x5c", "issuer"];
        Assert.All(keys, key => Assert.All(members, member => Assert.True(key.TryGetProperty(member, out _), member)));
        Assert.All(keys, key => Assert.Equal($"{Address}{{tenantid}}/v2.0", key.GetProperty("issuer").GetString()));
        Assert.Equal(["EC", "EC", "EC", "RSA"], keys.Select(key => key.GetProperty("kty").GetString()).Order(StringComparer.Ordinal));
        Assert.Contains(fixture.Emulator.Keys.Current.KeyId, keys.Select(key => key.GetProperty("kid").GetString()));
    }

    [Fact]
    public async Task IdentityModel_reads_the_metadata_and_validates_a_token_with_it()
    {
        var manager = new ConfigurationManager<OpenIdConnectConfiguration>(
            $"{Address}{WellKnown.ContosoTenantId}/v2.0/.well-known/openid-configuration",
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever(fixture.Http));
        var metadata = await manager.GetConfigurationAsync(CancellationToken.None);

        new JwtSecurityTokenHandler().ValidateToken(fixture.Emulator.IssueAccessToken("alice"), Parameters(metadata), out var token);

        Assert.Equal(metadata.Issuer, token.Issuer);
    }

    [Theory]
    [InlineData("ES256")]
    [InlineData("ES384")]
    [InlineData("ES512")]
    [InlineData("PS256")]
    [InlineData("RS512")]
    public async Task IdentityModel_verifies_every_algorithm_with_the_published_keys(string algorithm)
    {
        var claims = Some.Payload(fixture.Emulator.IssueAccessToken("alice"));
        var token = fixture.Emulator.Sign(new SignRequest { Header = new System.Text.Json.Nodes.JsonObject { ["alg"] = algorithm }, Payload = System.Text.Json.Nodes.JsonNode.Parse(claims.GetRawText()) });
        var metadata = await OpenIdConnectConfigurationRetriever.GetAsync($"{Address}contoso/v2.0/.well-known/openid-configuration", fixture.Http, CancellationToken.None);

        new JwtSecurityTokenHandler().ValidateToken(token, Parameters(metadata), out var validated);

        Assert.Equal(algorithm, ((JwtSecurityToken)validated).Header.Alg);
    }

    [Fact]
    public async Task Instance_discovery_names_this_host_alone()
    {
        var document = await GetAsync("common/discovery/instance?api-version=1.1&authorization_endpoint=https://localhost/common/oauth2/v2.0/authorize");

        Assert.Equal(fixture.Emulator.Address.Authority, document.GetProperty("metadata")[0].GetProperty("preferred_network").GetString());
    }

    [Fact]
    public async Task A_name_of_somebody_else_that_leads_here_gets_nothing()
    {
        using var handler = fixture.Emulator.CreateHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, presented, _, _) => presented!.GetCertHashString() == fixture.Emulator.Certificate.Thumbprint;
        using var http = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Address}contoso/v2.0/.well-known/openid-configuration") { Headers = { Host = "evil.example" } };

        var response = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.MisdirectedRequest, response.StatusCode);
        Assert.DoesNotContain("evil", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static TokenValidationParameters Parameters(OpenIdConnectConfiguration metadata) => new()
    {
        ValidIssuer = metadata.Issuer,
        ValidAudience = WellKnown.FunctionAppClientId,
        IssuerSigningKeys = metadata.SigningKeys,
    };

    private async Task<JsonElement> GetAsync(string path) => await fixture.Http.GetFromJsonAsync<JsonElement>(path);
}
