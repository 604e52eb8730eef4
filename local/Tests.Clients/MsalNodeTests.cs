using System.Text.Json;
using Local.Tests.Clients.Runtimes;
using TestSupport;

namespace Local.Tests.Clients;

/// <summary>@azure/msal-node, unchanged. It takes the certificate from <c>NODE_EXTRA_CA_CERTS</c>, and validates the authority by the emulator's own document.</summary>
[Collection(ClientsFixture.Name)]
public sealed class MsalNodeTests(ClientsFixture stack)
{
    [NodeFact]
    public async Task A_user_signs_in_with_code_and_PKCE_and_silently_afterwards()
    {
        var signedIn = await RunAsync("interactive", new { ClientId = WellKnown.CliClientId, stack.Authority, Registrations.Scopes, Button = "Alice Anderson" });

        Assert.Equal("alice@contoso.example", signedIn.GetProperty("username").GetString());
        Assert.Equal($"{WellKnown.AliceObjectId}.{WellKnown.ContosoTenantId}", signedIn.GetProperty("homeAccountId").GetString());
        Assert.True(signedIn.GetProperty("isCached").GetBoolean());
        Assert.True(signedIn.GetProperty("isRefreshed").GetBoolean());
        foreach (var token in (string[])["claims", "refreshed"])
        {
            Assert.Equal(
                (WellKnown.AliceObjectId, WellKnown.FunctionAppClientId, WellKnown.FunctionAppScope, WellKnown.CliClientId),
                (Claim(signedIn, token, "oid"), Claim(signedIn, token, "aud"), Claim(signedIn, token, "scp"), Claim(signedIn, token, "azp")));
        }
    }

    [NodeFact]
    public async Task A_web_app_redeems_a_code_with_its_secret()
    {
        var signedIn = await RunAsync("web-app", new
        {
            ClientId = Registrations.WebClientId,
            Secret = Registrations.WebSecret,
            RedirectUri = Registrations.WebRedirect,
            stack.Authority,
            Registrations.Scopes,
            Button = "Bob Brown",
        });

        Assert.Equal("a state=&", signedIn.GetProperty("state").GetString());
        Assert.Equal("a-nonce", Claim(signedIn, "idToken", "nonce"));
        Assert.Equal((WellKnown.BobObjectId, "1"), (Claim(signedIn, "claims", "oid"), Claim(signedIn, "claims", "azpacr")));
    }

    [NodeFact]
    public async Task A_device_is_signed_in_by_its_code()
    {
        var signedIn = await RunAsync("device-code", new { ClientId = WellKnown.CliClientId, stack.Authority, Registrations.Scopes, Button = "Bob Brown" });

        Assert.Equal((5, 900), (signedIn.GetProperty("interval").GetInt32(), signedIn.GetProperty("expiresIn").GetInt32()));
        Assert.Contains("You have signed in to cli on your device", signedIn.GetProperty("page").GetString(), StringComparison.Ordinal);
        Assert.Equal("bob@contoso.example", signedIn.GetProperty("username").GetString());
        Assert.Equal(WellKnown.BobObjectId, Claim(signedIn, "claims", "oid"));
    }

    [NodeFact]
    public async Task A_middle_tier_passes_a_challenge_on_and_exchanges_what_the_client_gets_for_it()
    {
        var done = await RunAsync("on-behalf-of", new
        {
            ClientId = WellKnown.CliClientId,
            stack.Authority,
            Registrations.Scopes,
            Button = Person.OfNodeChallenge,
            MiddleTier = new { ClientId = WellKnown.FunctionAppClientId, Secret = WellKnown.FunctionAppSecret },
            DownstreamScopes = (string[])[$"{WellKnown.OrdersIdUri}/{WellKnown.OrdersReadScope}"],
            Policies = new Uri(stack.Local.Emulator.Address, "dev/policies"),
            Policy = new { Api = WellKnown.OrdersName, User = Person.OfNodeChallenge },
        });

        var refusal = done.GetProperty("refusal");
        Assert.Equal(("InteractionRequiredAuthError", "basic_action"), (refusal.GetProperty("name").GetString(), refusal.GetProperty("subError").GetString()));
        Assert.Contains("capolids", refusal.GetProperty("claims").GetString(), StringComparison.Ordinal);
        foreach (var token in (string[])["before", "after"])
            Assert.Equal((WellKnown.OrdersAppId, WellKnown.FunctionAppClientId), (Claim(done, token, "aud"), Claim(done, token, "azp")));
    }

    private static string? Claim(JsonElement answer, string token, string name) => answer.GetProperty(token).GetProperty(name).GetString();

    private Task<JsonElement> RunAsync(string script, object input) => NodeScript.RunAsync($"msal-node/{script}.mjs", input, stack.TrustFile);
}
