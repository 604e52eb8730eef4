using System.Net;
using System.Text.Json;
using TestSupport;

namespace Local.Tests.EntraEmulator.SignIn;

/// <summary>
/// What the certification of a basic OpenID provider looks at (https://openid.net/certification/), code flow, as Entra answers it. Where Entra leaves the specification, Entra is right.
/// </summary>
public sealed class OpenIdConformanceTests : IAsyncLifetime
{
    private WebClient _client = null!;

    public async Task InitializeAsync() => _client = await WebClient.StartAsync();

    public async Task DisposeAsync() => await _client.DisposeAsync();

    [Fact]
    public async Task The_id_token_is_for_the_client_of_this_issuer_and_says_who_by_scope()
    {
        var all = await _client.IdTokenAsync(await _client.SignInAsync(("nonce", "n1"), ("scope", "openid profile email")));
        var least = await _client.IdTokenAsync(await _client.GoAsync(("scope", "openid")));

        Assert.Equal(($"{_client.Emulator.Emulator.Address}{WellKnown.ContosoTenantId}/v2.0", _client.Registration.ClientId, "n1"), (Text(all, "iss"), Text(all, "aud"), Text(all, "nonce")));
        Assert.Equal(("Alice Anderson", "alice@contoso.example", "alice@contoso.example", WellKnown.AliceObjectId), (Text(all, "name"), Text(all, "preferred_username"), Text(all, "email"), Text(all, "oid")));
        Assert.Equal(Text(all, "sub"), Text(least, "sub"));
        Assert.All((string[])["name", "preferred_username", "email", "oid", "tid", "nonce"], claim => Assert.Null(Text(least, claim)));
        Assert.All((string[])["at_hash", "c_hash"], claim => Assert.Null(Text(all, claim))); // only what comes from the authorization endpoint has them
    }

    [Fact]
    public async Task Max_age_makes_a_sign_in_new_and_the_token_say_when_it_was()
    {
        await _client.SignInAsync();
        var at = _client.Time.GetUtcNow();
        _client.Time.Advance(TimeSpan.FromMinutes(10));

        var page = await _client.GoAsync(("max_age", "60"));
        var silent = await _client.GoAsync(("max_age", "60"), ("prompt", "none"));
        var old = await _client.IdTokenAsync(await _client.GoAsync(("max_age", "3600")));
        var fresh = await _client.IdTokenAsync(await _client.Browser.PressAsync(page, "Alice Anderson"));
        var unasked = await _client.IdTokenAsync(await _client.GoAsync());

        Assert.Contains("Choose an account", page.Html, StringComparison.Ordinal);
        Assert.Equal("login_required", silent["error"]);
        Assert.Equal((at.ToUnixTimeSeconds(), _client.Time.GetUtcNow().ToUnixTimeSeconds()), (old.GetProperty("auth_time").GetInt64(), fresh.GetProperty("auth_time").GetInt64()));
        Assert.False(unasked.TryGetProperty("auth_time", out _));
    }

    [Theory]
    [InlineData("""{"id_token":{"auth_time":{"essential":true}}}""", true)]
    [InlineData("""{"id_token":{"auth_time":null}}""", true)]
    [InlineData("""{"id_token":{"picture":{"essential":true}},"userinfo":{"phone_number":null}}""", false)]
    public async Task Claims_that_are_asked_for_are_said_where_they_are_known_and_no_other_is_an_error(string claims, bool isKnown) =>
        Assert.Equal(isKnown, (await _client.IdTokenAsync(await _client.SignInAsync(("claims", claims)))).TryGetProperty("auth_time", out _));

    [Fact]
    public async Task Prompt_login_is_a_sign_in_more()
    {
        var first = await _client.IdTokenAsync(await _client.SignInAsync());
        var page = await _client.GoAsync(("prompt", "login"));
        var second = await _client.IdTokenAsync(await _client.Browser.PressAsync(page, "Alice Anderson"));

        Assert.NotEqual(Text(first, "sid"), Text(second, "sid"));
        Assert.Equal(Text(first, "sub"), Text(second, "sub"));
    }

    [Fact]
    public async Task A_hint_says_who_is_expected()
    {
        var hint = (await _client.RedeemAsync(await _client.SignInAsync(("scope", "openid profile")))).Text("id_token")!;

        var same = await _client.GoAsync(("prompt", "none"), ("id_token_hint", hint));
        var login = await _client.GoAsync(("prompt", "none"), ("login_hint", "alice@contoso.example"));
        await _client.Browser.GoAsync("contoso/oauth2/v2.0/logout");
        await _client.Browser.PressAsync(await _client.GoAsync(), "Bob Brown");
        var other = await _client.GoAsync(("prompt", "none"), ("id_token_hint", hint));
        var malformed = await _client.GoAsync(("prompt", "none"), ("id_token_hint", "cheese"));

        Assert.All((Visit[])[same, login], answer => Assert.NotNull(answer["code"]));
        Assert.Equal(("login_required", "invalid_request"), (other["error"], malformed["error"]));
    }

    [Fact]
    public async Task Parameters_that_nobody_knows_are_ignored_and_one_that_is_there_twice_is_refused()
    {
        var answer = await _client.SignInAsync(("acr_values", "1 2"), ("display", "page"), ("ui_locales", "de fr"), ("claims_locales", "de"), ("extra", "cheese"));
        var twice = await _client.Browser.GoAsync(_client.Address() + "&state=2");

        Assert.NotNull(answer["code"]);
        Assert.Equal((HttpStatusCode.BadRequest, null, true), (twice.Status, twice.Answer, twice.Html.Contains("AADSTS9000411", StringComparison.Ordinal)));
    }

    private static string? Text(JsonElement token, string claim) => token.TryGetProperty(claim, out var value) ? value.GetString() : null;
}
