using System.Text.Json;
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

    private static int Status(JsonElement answer, string call) => answer.GetProperty(call).GetProperty("status").GetInt32();

    private Task<JsonElement> RunAsync(string script, object input) => stack.BrowseAsync($"msal-browser/{script}.mjs", input);
}
