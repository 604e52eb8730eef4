using System.Text.Json;
using EntraEmulator.Policies;
using Local.Tests.Clients.Runtimes;
using TestSupport;

namespace Local.Tests.Clients;

/// <summary>@azure/msal-browser, unchanged, in Chromium: its page calls FunctionApp from another origin.</summary>
[Collection(ClientsFixture.Name)]
public sealed class MsalBrowserTests(ClientsFixture stack)
{
    private static readonly (string Username, string Button) Alice = ("alice@contoso.example", "Alice Anderson");

    [BrowserFact]
    public async Task A_user_signs_in_by_redirect_and_silently_afterwards()
    {
        var signedIn = await RunAsync("redirect", new { Origin = stack.Pages.Http, Alice.Username, Alice.Button });

        var (cached, refreshed) = (signedIn.GetProperty("cached"), signedIn.GetProperty("refreshed"));
        Assert.True(cached.GetProperty("fromCache").GetBoolean());
        Assert.False(refreshed.GetProperty("fromCache").GetBoolean());
        Assert.NotEqual(cached.GetProperty("token").GetString(), refreshed.GetProperty("token").GetString());
        Assert.Equal((200, "Alice Anderson"), (Status(signedIn, "api"), signedIn.GetProperty("api").GetProperty("body").GetProperty("displayName").GetString()));
    }

    [BrowserFact]
    public async Task A_user_signs_in_by_popup()
    {
        var signedIn = await RunAsync("popup", new { Origin = stack.Pages.Http, Alice.Button });

        Assert.Equal(Alice.Username, signedIn.GetProperty("signedIn").GetProperty("username").GetString());
        Assert.Equal(200, Status(signedIn, "api"));
    }

    [BrowserFact]
    public async Task Consent_that_is_refused_is_told_to_the_client_and_may_be_given_later()
    {
        var asked = await RunAsync("consent", new
        {
            Origin = stack.Pages.Http,
            Username = Person.MailOf(Person.OfConsent),
            Button = Person.OfConsent,
            Scopes = (string[])[$"{WellKnown.OrdersIdUri}/{WellKnown.OrdersReadScope}"],
        });

        Assert.Equal(("ServerError", "access_denied"), (asked.GetProperty("refused").GetProperty("failure").GetString(), asked.GetProperty("refused").GetProperty("errorCode").GetString()));
        Assert.Equal((WellKnown.OrdersAppId, WellKnown.OrdersReadScope), (Claim("aud"), Claim("scp")));

        string? Claim(string name) => asked.GetProperty("accepted").GetProperty("claims").GetProperty(name).GetString();
    }

    [BrowserFact]
    public async Task A_hidden_frame_of_an_https_page_finds_the_session()
    {
        var silent = await RunAsync("single-sign-on", new { Origin = stack.Pages.Https, Alice.Username, Alice.Button });

        Assert.Equal(Alice.Username, silent.GetProperty("username").GetString());
    }

    [BrowserFact]
    public async Task A_hidden_frame_of_an_http_page_is_another_site_and_finds_none()
    {
        var silent = await RunAsync("single-sign-on", new { Origin = stack.Pages.Http, Alice.Username, Alice.Button });

        Assert.Equal(("InteractionRequiredAuthError", "login_required"), (silent.GetProperty("failure").GetString(), silent.GetProperty("errorCode").GetString()));
    }

    [BrowserFact]
    public async Task Where_browsers_take_third_party_cookies_away_no_hidden_frame_finds_the_session()
    {
        stack.Local.Emulator.Policies.SignIn = new SignInSwitches { ThirdPartyCookies = false };
        try
        {
            var silent = await RunAsync("single-sign-on", new { Origin = stack.Pages.Https, Alice.Username, Alice.Button });

            Assert.Equal("login_required", silent.GetProperty("errorCode").GetString());
        }
        finally
        {
            stack.Local.Emulator.Policies.SignIn = new SignInSwitches();
        }
    }

    private static int Status(JsonElement answer, string call) => answer.GetProperty(call).GetProperty("status").GetInt32();

    private Task<JsonElement> RunAsync(string script, object input) => stack.BrowseAsync($"msal-browser/{script}.mjs", input);
}
