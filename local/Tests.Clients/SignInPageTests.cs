using Local.Tests.Clients.Runtimes;
using TestSupport;

namespace Local.Tests.Clients;

/// <summary>The emulator's pages in a browser.</summary>
[Collection(ClientsFixture.Name)]
public sealed class SignInPageTests(ClientsFixture stack)
{
    [BrowserFact]
    public async Task The_accounts_are_shown_as_buttons()
    {
        var address = $"{stack.Authority}/oauth2/v2.0/authorize?client_id={WellKnown.CliClientId}&response_type=code&redirect_uri={Uri.EscapeDataString("http://localhost:5555")}&scope=openid";

        var shown = await stack.BrowseAsync("browser/sign-in-page.mjs", new { Address = address });

        Assert.Equal("Choose an account", shown.GetProperty("title").GetString());
        Assert.Contains(shown.GetProperty("buttons").EnumerateArray(), button => button.GetString()!.Contains("Alice Anderson", StringComparison.Ordinal));
    }
}
