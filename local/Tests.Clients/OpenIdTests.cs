using System.Text.Json;
using Local.Tests.Clients.Runtimes;
using TestSupport;

namespace Local.Tests.Clients;

/// <summary>Clients that know nothing of Entra, but the standards: openid-client and oauth4webapi.</summary>
[Collection(ClientsFixture.Name)]
public sealed class OpenIdTests(ClientsFixture stack)
{
    [NodeFact]
    public async Task OpenId_client_signs_in_refreshes_asks_who_it_is_and_signs_out()
    {
        var done = await RunAsync("openid-client", $"openid profile email offline_access {WellKnown.GraphIdUri}/{WellKnown.GraphUserReadScope}", "Accept");

        var idToken = done.GetProperty("idToken");
        Assert.Equal((Registrations.WebClientId, WellKnown.BobObjectId), (idToken.GetProperty("aud").GetString(), idToken.GetProperty("oid").GetString()));
        Assert.Equal(idToken.GetProperty("sub").GetString(), done.GetProperty("user").GetProperty("sub").GetString());
        Assert.Equal($"{Registrations.WebRedirect}?state=bye", done.GetProperty("back").GetString());
    }

    [NodeFact]
    public async Task OpenId_client_signs_a_device_in()
    {
        var done = await NodeScript.RunAsync(
            "openid/device-code.mjs", new { ClientId = WellKnown.CliClientId, stack.Authority, Scope = $"openid {Registrations.Scopes[0]}", Button = "Bob Brown" }, stack.TrustFile);

        Assert.Equal(WellKnown.BobObjectId, done.GetProperty("claims").GetProperty("oid").GetString());
    }

    [NodeFact]
    public async Task Oauth4webapi_redeems_a_code_once()
    {
        var done = await RunAsync("oauth4webapi", $"openid profile offline_access {Registrations.Scopes[0]}");

        Assert.Equal(WellKnown.BobObjectId, done.GetProperty("idToken").GetProperty("oid").GetString());
        foreach (var token in (string[])["access", "refreshed"]) Assert.Equal(WellKnown.FunctionAppScope, done.GetProperty(token).GetProperty("scp").GetString());
        Assert.Equal("invalid_grant", done.GetProperty("replay").GetString());
    }

    private Task<JsonElement> RunAsync(string script, string scope, params string[] more) => NodeScript.RunAsync(
        $"openid/{script}.mjs",
        new { ClientId = Registrations.WebClientId, Secret = Registrations.WebSecret, RedirectUri = Registrations.WebRedirect, stack.Authority, Scope = scope, Buttons = (string[])["Bob Brown", .. more] },
        stack.TrustFile);
}
