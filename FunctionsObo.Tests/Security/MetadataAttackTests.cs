using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FunctionsObo.Downstream.Calls;
using FunctionsObo.Registration;
using TestSupport;

namespace FunctionsObo.Tests.Security;

/// <summary>Metadata that leads elsewhere (OpenID Connect Discovery §4.3): the app does not start on it, and says why.</summary>
public sealed class MetadataAttackTests
{
    [Theory]
    [InlineData("https://evil.example/openid-configuration")]
    [InlineData("http://localhost/openid-configuration")]
    public async Task A11_metadata_behind_a_redirect_is_refused(string target)
    {
        var gate = new PlatformGate
        {
            Answer = (_, _) => Task.FromResult<HttpResponseMessage?>(new HttpResponseMessage(HttpStatusCode.Found) { Headers = { Location = new Uri(target) } }),
        };

        await RefusesToStartAsync(gate, "redirect");

        Assert.Single(gate.Asked);
    }

    [Theory]
    [InlineData("jwks_uri", "https://keys.evil.example/keys", "keys.evil.example")]
    [InlineData("jwks_uri", "http://localhost/keys", "not https")]
    [InlineData("jwks_uri", "https://localhost:1/keys", "\"localhost\"")]
    [InlineData("jwks_uri", "file:///etc/passwd", "not https")]
    [InlineData("issuer", "https://evil.example/0c0a7050-0000-4000-8000-000000000001/v2.0", "evil.example")]
    [InlineData("issuer", "https://login.microsoftonline.us/0c0a7050-0000-4000-8000-000000000001/v2.0", "login.microsoftonline.us")]
    [InlineData("issuer", "", "no https issuer")]
    [InlineData("issuer", null, "no https issuer")]
    [InlineData("issuer", "{address}0fab71ca-0000-4000-8000-000000000002/v2.0", "another tenant")]
    [InlineData("issuer", "{address}{tenantid}/v2.0", "another tenant")]
    [InlineData("issuer", "{address}", "another tenant")]
    public async Task A11_metadata_that_names_another_place_is_refused(string member, string? value, string reason)
    {
        var gate = new PlatformGate();
        gate.Answer = (request, _) => Change(request, member, value);

        await RefusesToStartAsync(gate, reason);

        Assert.All(gate.Asked, asked => Assert.Equal(gate.Asked.First().Authority, asked.Authority));
    }

    [Fact]
    public async Task A11_metadata_over_http_is_refused() =>
        await Assert.ThrowsAsync<ConfigurationException>(() => Stack.StartAsync(("AzureAd:Instance", "http://localhost/")));

    [Fact]
    public async Task A11_metadata_that_goes_astray_later_leaves_the_last_good_one_in_place()
    {
        var gate = new PlatformGate();
        await using var stack = await Stack.StartAsync(gate.StandBefore);
        gate.Answer = (request, _) => Change(request, "issuer", "https://evil.example/v2.0");

        await stack.SendAsync(HttpMethod.Get, "whoami", stack.Emulator.Forge(header => header["kid"] = "new"));

        await stack.AdmitsAsync(stack.Emulator.IssueAccessToken("alice"));
        await stack.RefusesAsync(stack.Emulator.Mint(payload => payload["iss"] = "https://evil.example/v2.0"), "wrong_issuer");
    }

    [Fact]
    public async Task Keys_on_another_host_are_fetched_when_it_is_allowed()
    {
        var gate = new PlatformGate();
        Uri? provider = null;
        gate.Answer = (request, _) =>
        {
            provider ??= request.RequestUri!;
            return Change(request, "jwks_uri", "https://keys.contoso.example/keys");
        };
        gate.Reroute = address => address.Host == "keys.contoso.example" ? new Uri(provider!, $"/{WellKnown.ContosoTenantId}/discovery/v2.0/keys") : address;

        await using var stack = await Stack.StartAsync(gate.StandBefore, ("AzureAd:AllowedMetadataHosts:0", "keys.contoso.example"));

        await stack.AdmitsAsync(stack.Emulator.IssueAccessToken("alice"));
    }

    [Fact]
    public async Task Tokens_of_an_external_tenant_have_an_issuer_on_a_host_of_its_own()
    {
        const string host = $"{WellKnown.ContosoTenantId}.ciamlogin.com";
        const string issuer = $"https://{host}/{WellKnown.ContosoTenantId}/v2.0";
        var gate = new PlatformGate();
        gate.Answer = (request, _) => Change(request, "issuer", issuer);

        await using var stack = await Stack.StartAsync(gate.StandBefore, ("AzureAd:AllowedMetadataHosts:0", host));

        await stack.AdmitsAsync(stack.Emulator.Mint(payload => payload["iss"] = issuer));
        await stack.RefusesAsync(stack.Emulator.IssueAccessToken("alice"), "wrong_issuer");
    }

    private static async Task RefusesToStartAsync(PlatformGate gate, string reason)
    {
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => Stack.StartAsync(gate.StandBefore));

        Assert.Contains(reason, Assert.Single(error.Errors), StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage?> Change(HttpRequestMessage request, string member, string? value)
    {
        var address = request.RequestUri!.GetLeftPart(UriPartial.Authority) + "/";
        var document = new JsonObject
        {
            ["issuer"] = $"{address}{WellKnown.ContosoTenantId}/v2.0",
            ["jwks_uri"] = $"{address}{WellKnown.ContosoTenantId}/discovery/v2.0/keys",
            ["authorization_endpoint"] = $"{address}authorize",
            [member] = value?.Replace("{address}", address, StringComparison.Ordinal),
        };
        return Task.FromResult(request.RequestUri.AbsolutePath.EndsWith("openid-configuration", StringComparison.Ordinal) ? Json(document) : null);
    }

    private static HttpResponseMessage? Json(JsonNode body) => new(HttpStatusCode.OK) { Content = JsonContent.Create(body) };
}
