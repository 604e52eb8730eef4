using EntraEmulator;
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

    [BrowserFact]
    public async Task The_browser_takes_no_certificate_but_those_that_it_was_told()
    {
        await using var other = await Emulator.StartAsync(new EmulatorOptions { Port = 0 });

        var refused = await stack.BrowseAsync("browser/open.mjs", new { other.Address });

        Assert.Contains("ERR_CERT_AUTHORITY_INVALID", refused.GetProperty("failure").GetString(), StringComparison.Ordinal);
    }
}
