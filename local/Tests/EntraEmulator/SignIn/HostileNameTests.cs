using System.Text.Json.Nodes;
using EntraEmulator.Policies;
using EntraEmulator.Tenants;
using TestSupport;

namespace Local.Tests.EntraEmulator.SignIn;

/// <summary>Names of users and applications are anybody's text: they are shown, and are never part of a page.</summary>
public sealed class HostileNameTests : IAsyncLifetime, IDisposable
{
    private const string Script = "\"><script>alert(1)</script>";
    private const string Orders = $"{WellKnown.OrdersIdUri}/Orders.Read";

    private OwnEmulator _emulator = null!;
    private Browser _browser = null!;
    private AppRegistration _client = null!;

    public async Task InitializeAsync()
    {
        var defaults = TenantDirectory.CreateDefault();
        _client = SomeDirectory.Client($"app{Script}", "web", Ask.Redirect, "javascript:alert(1)", "x; script-src *") with { PublicClient = true };
        var alice = defaults.FindUserByName("alice")! with { DisplayName = $"alice{Script}", Mail = $"{Script}@contoso.example" };
        var scope = new JsonObject { ["id"] = Guid.NewGuid().ToString(), ["value"] = "Orders.Read", ["type"] = "User", ["isEnabled"] = true, ["userConsentDisplayName"] = Script };
        var orders = defaults.FindApplication(WellKnown.OrdersAppId)! with { Details = new JsonObject { ["api"] = new JsonObject { ["oauth2PermissionScopes"] = new JsonArray(scope) } } };
        _emulator = await OwnEmulator.StartAsync(new() { Port = 0, Directory = defaults.With(users: [alice], applications: [_client, orders]) });
        _browser = new Browser(_emulator.Emulator);
    }

    public async Task DisposeAsync() => await ((IAsyncDisposable)_emulator).DisposeAsync();

    public void Dispose() => _browser.Dispose();

    [Fact]
    public async Task Every_page_of_a_sign_in_shows_them_as_text()
    {
        _emulator.Emulator.Policies.Add(new AccessPolicy());
        _emulator.Emulator.Policies.SignIn = new SignInSwitches { NumberMatching = true };

        var account = await _browser.GoAsync(Ask.For(("client_id", _client.ClientId), ("login_hint", Script), ("scope", Orders)));
        var factor = await _browser.PressAsync(account, "alice&quot;&gt;");
        var phone = await _browser.GoAsync("phone");
        _emulator.Emulator.Policies.Clear();
        var consent = await _browser.GoAsync(Ask.For(("client_id", _client.ClientId), ("scope", Orders)));

        Assert.Contains("Permissions requested", consent.Html, StringComparison.Ordinal);
        Assert.All((Visit[])[account, factor, phone, consent], page =>
        {
            Assert.Contains("&lt;script&gt;alert(1)", page.Html, StringComparison.Ordinal);
            Assert.DoesNotContain("<script>alert", page.Html, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("x; script-src *")]
    public async Task An_address_that_is_none_is_not_gone_to_though_it_is_registered(string address)
    {
        var page = await _browser.GoAsync(Ask.For(("client_id", _client.ClientId), ("redirect_uri", address)));

        Assert.Contains("AADSTS50011", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src *", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_state_of_a_client_is_text_in_the_form_that_carries_it()
    {
        var answer = await _browser.GoAsync(Ask.For(("client_id", _client.ClientId), ("response_mode", "form_post"), ("prompt", "none"), ("state", Script)));

        Assert.Equal(Script, answer["state"]);
        Assert.DoesNotContain("<script>alert", answer.Html, StringComparison.Ordinal);
    }
}
