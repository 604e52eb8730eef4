using Local.Tests.Clients.Runtimes;

namespace Local.Tests.Clients;

/// <summary>Sign-out by @azure/msal-browser.</summary>
[Collection(ClientsFixture.Name)]
public sealed class SignOutTests(ClientsFixture stack)
{
    [BrowserFact]
    public Task Sign_out_by_redirect_ends_the_session() => EndsTheSessionAsync(byRedirect: true);

    [BrowserFact]
    public Task Sign_out_by_popup_ends_the_session() => EndsTheSessionAsync(byRedirect: false);

    private async Task EndsTheSessionAsync(bool byRedirect)
    {
        var done = await stack.BrowseAsync("msal-browser/sign-out.mjs", new { Origin = stack.Pages.Https, Button = "Bob Brown", ByRedirect = byRedirect });

        Assert.Equal(0, done.GetProperty("accounts").GetInt32());
        Assert.Equal("login_required", done.GetProperty("session").GetProperty("errorCode").GetString());
        Assert.Equal(["iss", "sid"], done.GetProperty("told").EnumerateArray().Select(parameter => parameter.GetString()));
    }
}
