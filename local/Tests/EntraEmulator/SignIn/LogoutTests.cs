using System.Net;
using EntraEmulator.Dev;
using TestSupport;

namespace Local.Tests.EntraEmulator.SignIn;

/// <summary>How a session ends, and who hears of it.</summary>
public sealed class LogoutTests : IAsyncLifetime, IDisposable
{
    private const string Logout = "https://app.example/signout?x=1";

    private OwnEmulator _emulator = null!;
    private Browser _browser = null!;

    public async Task InitializeAsync()
    {
        _emulator = await OwnEmulator.StartAsync(new() { Port = 0, Directory = SomeDirectory.With(WithLogout("told"), WithLogout("other")) });
        _browser = new Browser(_emulator.Emulator);

        static global::EntraEmulator.Tenants.AppRegistration WithLogout(string name)
        {
            var client = SomeDirectory.Client(name, "web", Ask.Redirect);
            client.Details["web"]!["logoutUrl"] = Logout + name;
            return client;
        }
    }

    public async Task DisposeAsync() => await ((IAsyncDisposable)_emulator).DisposeAsync();

    public void Dispose() => _browser.Dispose();

    [Fact]
    public async Task The_applications_of_the_session_are_told_with_issuer_and_session_before_the_way_back()
    {
        var answer = await SignInAsync(("client_id", _emulator.Emulator.Directory.FindApplication("told")!.ClientId), ("scope", "openid"));

        var page = await _browser.GoAsync($"contoso/oauth2/v2.0/logout?post_logout_redirect_uri={Uri.EscapeDataString(Ask.Redirect)}&state=s1");

        var issuer = Uri.EscapeDataString($"{_emulator.Emulator.Address}{WellKnown.ContosoTenantId}/v2.0");
        Assert.Contains($"<iframe hidden title=\"Sign-out of an application\" src=\"{Logout}told&amp;iss={issuer}&amp;sid={answer["session_state"]}\">", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("signout?x=1other", page.Html, StringComparison.Ordinal);
        Assert.Contains($"<a href=\"{Ask.Redirect}?state=s1\">", page.Html, StringComparison.Ordinal);
        Assert.Contains("frame-src https://app.example;", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.Contains("You signed out", (await _browser.GoAsync("contoso/oauth2/v2.0/logout")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hint_of_this_server_is_taken_and_any_other_is_refused()
    {
        await SignInAsync();
        var idToken = _emulator.Emulator.IssueAccessToken(new TokenRequest { User = "alice", Kind = TokenKind.IdToken, Lifetime = TimeSpan.FromHours(-1) });
        var foreign = idToken[..^8] + "AAAAAAAA";

        var refused = await _browser.GoAsync($"contoso/oauth2/v2.0/logout?id_token_hint={foreign}");
        var still = await _browser.GoAsync(Ask.For(("prompt", "none")));
        var taken = await _browser.GoAsync($"contoso/oauth2/v2.0/logout?id_token_hint={idToken}");
        var silent = await _browser.GoAsync(Ask.For(("prompt", "none")));

        Assert.Equal((HttpStatusCode.BadRequest, true), (refused.Status, refused.Html.Contains("AADSTS50061", StringComparison.Ordinal)));
        Assert.NotNull(still["code"]);
        Assert.Equal(HttpStatusCode.OK, taken.Status);
        Assert.Equal("login_required", silent["error"]);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("//evil.example")]
    [InlineData("http://localhost:5555@evil.example")]
    public async Task Nobody_is_sent_to_an_address_that_no_client_registered(string address)
    {
        var page = await _browser.GoAsync($"contoso/oauth2/v2.0/logout?post_logout_redirect_uri={Uri.EscapeDataString(address)}");

        Assert.Equal((HttpStatusCode.OK, null), (page.Status, page.Answer));
        Assert.DoesNotContain("evil", page.Html, StringComparison.Ordinal);
    }

    private async Task<Visit> SignInAsync(params (string Name, string Value)[] changes) => await _browser.PressAsync(await _browser.GoAsync(Ask.For(changes)), "Alice Anderson");
}
