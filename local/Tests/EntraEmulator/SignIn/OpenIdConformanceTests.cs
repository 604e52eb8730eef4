using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using EntraEmulator.Tenants;
using TestSupport;

namespace Local.Tests.EntraEmulator.SignIn;

/// <summary>
/// What the certification of a basic OpenID provider looks at (https://openid.net/certification/), code flow, as Entra answers it. Where Entra leaves the specification, Entra is right.
/// </summary>
public sealed class OpenIdConformanceTests : IAsyncLifetime, IDisposable
{
    private const string Secret = "web secret:/+&=%";
    private const string Redirect = "https://app.example/signin";

    private readonly ManualTime _time = new();
    private readonly AppRegistration _web = SomeDirectory.Client("web", "web", Redirect, $"{Redirect}?one=1") with { Credentials = new AppCredentials().AddSecret(Secret) };
    private OwnEmulator _emulator = null!;
    private Browser _browser = null!;

    public async Task InitializeAsync()
    {
        _emulator = await OwnEmulator.StartAsync(new() { Port = 0, TimeProvider = _time, Directory = SomeDirectory.With(_web) });
        _browser = new Browser(_emulator.Emulator);
    }

    public async Task DisposeAsync() => await ((IAsyncDisposable)_emulator).DisposeAsync();

    public void Dispose() => _browser.Dispose();

    [Fact]
    public async Task The_id_token_is_for_the_client_of_this_issuer_and_says_who_by_scope()
    {
        var all = await IdTokenAsync(await SignInAsync(("nonce", "n1"), ("scope", "openid profile email")));
        var least = await IdTokenAsync(await GoAsync(("scope", "openid")));

        Assert.Equal(($"{_emulator.Emulator.Address}{WellKnown.ContosoTenantId}/v2.0", _web.ClientId, "n1"), (Text(all, "iss"), Text(all, "aud"), Text(all, "nonce")));
        Assert.Equal(("Alice Anderson", "alice@contoso.example", "alice@contoso.example", WellKnown.AliceObjectId), (Text(all, "name"), Text(all, "preferred_username"), Text(all, "email"), Text(all, "oid")));
        Assert.Equal(Text(all, "sub"), Text(least, "sub"));
        Assert.All((string[])["name", "preferred_username", "email", "oid", "tid", "nonce"], claim => Assert.Null(Text(least, claim)));
        Assert.All((string[])["at_hash", "c_hash"], claim => Assert.Null(Text(all, claim))); // only what comes from the authorization endpoint has them
    }

    [Fact]
    public async Task Max_age_makes_a_sign_in_new_and_the_token_say_when_it_was()
    {
        await SignInAsync();
        var at = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromMinutes(10));

        var page = await GoAsync(("max_age", "60"));
        var silent = await GoAsync(("max_age", "60"), ("prompt", "none"));
        var old = await IdTokenAsync(await GoAsync(("max_age", "3600")));
        var fresh = await IdTokenAsync(await _browser.PressAsync(page, "Alice Anderson"));
        var unasked = await IdTokenAsync(await GoAsync());

        Assert.Contains("Choose an account", page.Html, StringComparison.Ordinal);
        Assert.Equal("login_required", silent["error"]);
        Assert.Equal((at.ToUnixTimeSeconds(), _time.GetUtcNow().ToUnixTimeSeconds()), (old.GetProperty("auth_time").GetInt64(), fresh.GetProperty("auth_time").GetInt64()));
        Assert.False(unasked.TryGetProperty("auth_time", out _));
    }

    [Theory]
    [InlineData("""{"id_token":{"auth_time":{"essential":true}}}""", true)]
    [InlineData("""{"id_token":{"auth_time":null}}""", true)]
    [InlineData("""{"id_token":{"picture":{"essential":true}},"userinfo":{"phone_number":null}}""", false)]
    public async Task Claims_that_are_asked_for_are_said_where_they_are_known_and_no_other_is_an_error(string claims, bool isKnown) =>
        Assert.Equal(isKnown, (await IdTokenAsync(await SignInAsync(("claims", claims)))).TryGetProperty("auth_time", out _));

    [Fact]
    public async Task Prompt_login_is_a_sign_in_more()
    {
        var first = await IdTokenAsync(await SignInAsync());
        var page = await GoAsync(("prompt", "login"));
        var second = await IdTokenAsync(await _browser.PressAsync(page, "Alice Anderson"));

        Assert.NotEqual(Text(first, "sid"), Text(second, "sid"));
        Assert.Equal(Text(first, "sub"), Text(second, "sub"));
    }

    [Fact]
    public async Task A_hint_says_who_is_expected()
    {
        var hint = (await RedeemAsync(await SignInAsync(("scope", "openid profile")))).Text("id_token")!;

        var same = await GoAsync(("prompt", "none"), ("id_token_hint", hint));
        var login = await GoAsync(("prompt", "none"), ("login_hint", "alice@contoso.example"));
        await _browser.GoAsync("contoso/oauth2/v2.0/logout");
        await _browser.PressAsync(await GoAsync(), "Bob Brown");
        var other = await GoAsync(("prompt", "none"), ("id_token_hint", hint));
        var malformed = await GoAsync(("prompt", "none"), ("id_token_hint", "cheese"));

        Assert.All((Visit[])[same, login], answer => Assert.NotNull(answer["code"]));
        Assert.Equal(("login_required", "invalid_request"), (other["error"], malformed["error"]));
    }

    [Fact]
    public async Task Parameters_that_nobody_knows_are_ignored_and_one_that_is_there_twice_is_refused()
    {
        var answer = await SignInAsync(("acr_values", "1 2"), ("display", "page"), ("ui_locales", "de fr"), ("claims_locales", "de"), ("extra", "cheese"));
        var twice = await _browser.GoAsync(Address() + "&state=2");

        Assert.NotNull(answer["code"]);
        Assert.Equal((HttpStatusCode.BadRequest, null, true), (twice.Status, twice.Answer, twice.Html.Contains("AADSTS9000411", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData($"{Redirect}/")]
    [InlineData($"{Redirect}?two=2")]
    [InlineData($"{Redirect}#part")]
    [InlineData("https://app.example/Signin")]
    [InlineData("https://app.example/x/../signin")]
    [InlineData("https://APP.example/signin")]
    [InlineData("http://app.example/signin")]
    [InlineData("https://app.example:443/signin")]
    public async Task A_redirect_uri_is_compared_character_by_character(string uri) =>
        Assert.Contains("AADSTS50011", (await GoAsync(("redirect_uri", uri))).Html, StringComparison.Ordinal);

    [Fact]
    public async Task The_query_of_a_registered_address_stays() =>
        Assert.StartsWith($"{Redirect}?one=1&code=", (await SignInAsync(("redirect_uri", $"{Redirect}?one=1"))).Answer!.ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("response_type", "", "invalid_request")]
    [InlineData("response_type", "token", "unsupported_response_type")]
    [InlineData("prompt", "none login", "invalid_request")]
    public async Task What_cannot_be_is_told_to_the_client_with_its_state(string name, string value, string error)
    {
        var answer = await GoAsync((name, value));

        Assert.Equal((error, "a state=&"), (answer["error"], answer["state"]));
    }

    [Fact]
    public async Task A_client_proves_itself_in_the_form_or_in_the_header_and_not_at_all_or_wrongly_is_refused()
    {
        var inForm = await RedeemAsync(await SignInAsync());
        var inHeader = await _emulator.PostAsync("contoso", Form(await GoAsync(), secret: ""), Basic(Secret));
        var without = await _emulator.PostAsync(Form(await GoAsync(), secret: "").Append(KeyValuePair.Create("client_id", _web.ClientId)));
        var wrong = await _emulator.PostAsync("contoso", Form(await GoAsync(), secret: ""), Basic("other"));

        Assert.Equal((200, 200), (inForm.Status, inHeader.Status));
        TokenReply.Refused(without, 401, "invalid_client", 7000218);
        TokenReply.Refused(wrong, 401, "invalid_client", 7000215);

        Action<HttpRequestMessage> Basic(string secret) => request =>
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{_web.ClientId}:{Uri.EscapeDataString(secret)}")));
    }

    private static string? Text(JsonElement token, string claim) => token.TryGetProperty(claim, out var value) ? value.GetString() : null;

    private string Address(params (string Name, string Value)[] changes) => Ask.For([("client_id", _web.ClientId), ("redirect_uri", Redirect), ("scope", "openid"), ("code_challenge", ""), ("code_challenge_method", ""), .. changes]);

    private Task<Visit> GoAsync(params (string Name, string Value)[] changes) => _browser.GoAsync(Address(changes));

    private async Task<Visit> SignInAsync(params (string Name, string Value)[] changes) => await _browser.PressAsync(await GoAsync(changes), "Alice Anderson");

    private IEnumerable<KeyValuePair<string, string>> Form(Visit answer, string secret) =>
        Ask.Redeem(answer["code"], ("client_id", secret.Length > 0 ? _web.ClientId : ""), ("redirect_uri", Redirect), ("code_verifier", ""), ("client_secret", secret));

    private Task<TokenReply> RedeemAsync(Visit answer) => _emulator.PostAsync(Form(answer, Secret));

    private async Task<JsonElement> IdTokenAsync(Visit answer) => Some.Payload((await RedeemAsync(answer)).Text("id_token")!);
}
