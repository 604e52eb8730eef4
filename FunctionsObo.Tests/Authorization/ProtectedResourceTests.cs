using System.Net;
using System.Net.Http.Headers;
using EntraEmulator.Faults;
using FunctionApp.Functions;
using FunctionsObo.Registration;
using FunctionsObo.Tests.Security;
using Microsoft.Identity.Client;
using TestSupport;

namespace FunctionsObo.Tests.Authorization;

/// <summary>From nothing but an address to a token: RFC 9728.</summary>
public sealed class ProtectedResourceTests
{
    private const string Public = "https://orders.contoso.example/api";

    [Fact]
    public async Task A_client_finds_by_the_challenge_what_it_needs_for_a_token()
    {
        await using var stack = await Stack.StartAsync();
        var challenged = await stack.SendAsync(HttpMethod.Get, "me", token: null);

        var address = WwwAuthenticateParameters.CreateFromAuthenticationHeaders(Headers(challenged.Challenge!), "Bearer")["resource_metadata"];
        using var client = new HttpClient();
        using var response = await client.GetAsync(address);
        var document = (await Reply.ReadAsync(response)).Json;

        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("*", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal("public, max-age=3600", response.Headers.CacheControl!.ToString());
        Assert.Equal($"{stack.Local.FunctionAppAddress}api", document.GetProperty("resource").GetString());
        Assert.Equal($"{stack.Emulator.Address}{WellKnown.ContosoTenantId}/v2.0", Assert.Single(document.GetProperty("authorization_servers").EnumerateArray()).GetString());
        Assert.Equal($"{WellKnown.FunctionAppIdUri}/access_as_user", Assert.Single(document.GetProperty("scopes_supported").EnumerateArray()).GetString());
        Assert.Equal("header", Assert.Single(document.GetProperty("bearer_methods_supported").EnumerateArray()).GetString());
        Assert.Equal("FunctionApp", document.GetProperty("resource_name").GetString());
        Assert.StartsWith(document.GetProperty("resource").GetString() + "/", address, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(WellKnown.ContosoDomain, "2.0", "{address}0c0a7050-0000-4000-8000-000000000001/v2.0")]
    [InlineData(WellKnown.ContosoTenantId, "1.0", "{address}0c0a7050-0000-4000-8000-000000000001/")]
    [InlineData("organizations", "2.0", "{address}organizations/v2.0")]
    [InlineData("common", "2.0", "{address}common/v2.0")]
    public async Task The_authorization_server_is_the_issuer_that_its_metadata_names(string tenant, string version, string issuer)
    {
        await using var stack = await Stack.StartAsync(("AzureAd:TenantId", tenant), ("AzureAd:TokenVersions:0", version));

        var document = (await stack.SendAsync(HttpMethod.Get, ".well-known/oauth-protected-resource", token: null)).Json;

        Assert.Equal(
            issuer.Replace("{address}", $"{stack.Emulator.Address}", StringComparison.Ordinal),
            Assert.Single(document.GetProperty("authorization_servers").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task Every_401_points_to_the_metadata_and_a_claims_challenge_stays_readable()
    {
        await using var stack = await Stack.StartAsync(("AzureAd:ResourceUrl", Public + "/"));
        const string claims = """{"access_token":{"acrs":{"essential":true,"value":"c1"}}}""";
        const string metadata = $"resource_metadata=\"{Public}/.well-known/oauth-protected-resource\"";

        var none = await stack.SendAsync(HttpMethod.Get, "me", token: null);
        var invalid = await stack.RefusesAsync(stack.Emulator.IssueAccessToken("carol"), "wrong_issuer");
        stack.Emulator.Faults.Enqueue(new Fault { Error = "interaction_required", Suberror = "basic_action", Codes = [50076], Claims = claims });
        var stepUp = await stack.GetAsync("me", "alice");

        Assert.All(new[] { none, invalid, stepUp }, reply =>
        {
            Assert.Equal(HttpStatusCode.Unauthorized, reply.Status);
            Door.IsWellFormed(reply.Challenge);
            Assert.Contains(metadata, reply.Challenge, StringComparison.Ordinal);
        });
        Assert.Equal(claims, stepUp.Claims);
    }

    [Fact]
    public async Task In_azure_the_address_is_the_sites_own()
    {
        await using var stack = await Stack.StartAsync(
            ("AzureAd:ResourceUrl", ""), ("WEBSITE_INSTANCE_ID", "1"), ("WEBSITE_HOSTNAME", "contoso-orders.azurewebsites.net"), ("AzureAd:ResourceName", "Orders of Contoso"));

        var document = (await stack.SendAsync(HttpMethod.Get, ".well-known/oauth-protected-resource", token: null)).Json;

        Assert.Equal("https://contoso-orders.azurewebsites.net/api", document.GetProperty("resource").GetString());
        Assert.Equal("Orders of Contoso", document.GetProperty("resource_name").GetString());
    }

    [Fact]
    public async Task Without_an_address_there_is_no_metadata_and_no_challenge_points_to_it()
    {
        await using var stack = await Stack.StartAsync(("AzureAd:ResourceUrl", ""), ("WEBSITE_HOSTNAME", "localhost:7071"));

        using var response = await stack.Http.GetAsync(".well-known/oauth-protected-resource");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.DoesNotContain("resource_metadata", (await stack.SendAsync(HttpMethod.Get, "me", token: null)).Challenge, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_not_public_stops_the_start()
    {
        foreach (var url in new[] { "http://orders.contoso.example/api", "/api", "https://orders.contoso.example/api?x=1", "https://orders.contoso.example/api#x" })
        {
            var error = await Assert.ThrowsAsync<ConfigurationException>(() => Stack.StartAsync(("AzureAd:ResourceUrl", url)));

            Assert.StartsWith("AzureAd:ResourceUrl must be an absolute https URL", Assert.Single(error.Errors), StringComparison.Ordinal);
        }
    }

    private static HttpResponseHeaders Headers(string challenge)
    {
        using var response = new HttpResponseMessage();
        response.Headers.TryAddWithoutValidation("WWW-Authenticate", challenge);
        return response.Headers;
    }
}
