using EntraEmulator.Tenants;
using TestSupport;

namespace Local.Tests.EntraEmulator.SignIn;

/// <summary>Codes at the token endpoint, and the refresh tokens that come of them.</summary>
public sealed class RedemptionTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>, IDisposable
{
    private const string Page = "https://localhost:5055";

    private readonly Browser _browser = new(fixture.Emulator);

    public void Dispose() => _browser.Dispose();

    [Fact]
    public async Task The_tokens_are_those_of_the_user_with_the_clients_nonce_and_a_refresh_token()
    {
        var code = await CodeAsync(("nonce", "n-0S6_WzA2Mj"));

        var reply = await fixture.PostAsync(Ask.Redeem(code, ("client_info", "1")));

        Assert.Equal(200, reply.Status);
        Assert.Equal((WellKnown.AliceObjectId, WellKnown.CliClientId, "access_as_user"), (reply.Claims.GetProperty("oid").GetString(), reply.Claims.GetProperty("azp").GetString(), reply.Claims.GetProperty("scp").GetString()));
        var idToken = Some.Payload(reply.Text("id_token")!);
        Assert.Equal(("n-0S6_WzA2Mj", WellKnown.CliClientId), (idToken.GetProperty("nonce").GetString(), idToken.GetProperty("aud").GetString()));
        Assert.NotNull(reply.Text("refresh_token"));
        Assert.NotNull(reply.Text("client_info"));
    }

    [Fact]
    public async Task Without_a_nonce_the_id_token_has_none_and_without_openid_there_is_none()
    {
        var withOpenId = await fixture.PostAsync(Ask.Redeem(await CodeAsync()));
        var without = await fixture.PostAsync(Ask.Redeem(await CodeAsync(("scope", $"{WellKnown.FunctionAppIdUri}/access_as_user"))));

        Assert.False(Some.Payload(withOpenId.Text("id_token")!).TryGetProperty("nonce", out _));
        Assert.Equal((null, null), (without.Text("id_token"), without.Text("refresh_token")));
    }

    [Fact]
    public async Task A_code_is_good_for_one_use()
    {
        var code = await CodeAsync();

        await fixture.PostAsync(Ask.Redeem(code));

        TokenReply.Refused(await fixture.PostAsync(Ask.Redeem(code)), 400, "invalid_grant", 54005);
    }

    [Theory]
    [InlineData(501481, "code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXX")]
    [InlineData(50148, "code_verifier", "")]
    [InlineData(500112, "redirect_uri", "http://localhost:6666")]
    [InlineData(70000, "code", "0.AAAA")]
    public async Task Who_did_not_ask_for_a_code_cannot_redeem_it(int number, string name, string value) =>
        TokenReply.Refused(await fixture.PostAsync(Ask.Redeem(await CodeAsync(), (name, value))), 400, "invalid_grant", number);

    [Fact]
    public async Task A_code_ends_after_ten_minutes()
    {
        var time = new ManualTime();
        await using var emulator = await OwnEmulator.StartAsync(new() { Port = 0, TimeProvider = time });
        using var browser = new Browser(emulator.Emulator);
        var answer = await browser.PressAsync(await browser.GoAsync(Ask.For()), "Alice Anderson");

        time.Advance(TimeSpan.FromMinutes(10));

        TokenReply.Refused(await emulator.PostAsync(Ask.Redeem(answer["code"])), 400, "invalid_grant", 70008);
    }

    [Fact]
    public async Task Several_apis_may_be_asked_for_at_once_and_each_gets_its_token()
    {
        var scope = $"offline_access {WellKnown.FunctionAppIdUri}/access_as_user {WellKnown.OrdersIdUri}/Orders.Read";
        var page = await _browser.PressAsync(await _browser.GoAsync(Ask.For(("scope", scope))), "Alice Anderson");
        var answer = await _browser.PressAsync(page, "Accept");

        var first = await fixture.PostAsync(Ask.Redeem(answer["code"], ("scope", $"offline_access {WellKnown.OrdersIdUri}/Orders.Read")));
        var second = await fixture.PostAsync(
            [new("grant_type", "refresh_token"), new("client_id", WellKnown.CliClientId), new("refresh_token", first.Text("refresh_token")!), new("scope", $"{WellKnown.FunctionAppIdUri}/access_as_user")]);

        Assert.Equal((WellKnown.OrdersAppId, WellKnown.FunctionAppClientId), (first.Claims.GetProperty("aud").GetString(), second.Claims.GetProperty("aud").GetString()));
    }

    [Fact]
    public async Task A_page_redeems_its_code_without_a_credential_and_its_refresh_tokens_end_a_day_after_the_sign_in()
    {
        var time = new ManualTime();
        var spa = SomeDirectory.Client("page", "spa", Page) with { DelegatedGrants = [new PermissionGrant(WellKnown.FunctionAppClientId, ["access_as_user"])] };
        await using var emulator = await OwnEmulator.StartAsync(new() { Port = 0, TimeProvider = time, Directory = SomeDirectory.With(spa) });
        using var browser = new Browser(emulator.Emulator);
        var answer = await browser.PressAsync(await browser.GoAsync(Ask.For(("client_id", spa.ClientId), ("redirect_uri", Page), ("response_mode", "fragment"))), "Alice Anderson");

        var reply = await FromPage(emulator, Ask.Redeem(answer["code"], ("client_id", spa.ClientId), ("redirect_uri", Page)));
        time.Advance(TimeSpan.FromHours(23));
        var renewed = await FromPage(emulator, Refresh(reply));
        time.Advance(TimeSpan.FromHours(1));
        var tooLate = await FromPage(emulator, Refresh(renewed));

        Assert.Equal((200, Page), (reply.Status, Assert.Single(reply.Response.Headers.GetValues("Access-Control-Allow-Origin"))));
        Assert.Equal(200, renewed.Status);
        TokenReply.Refused(tooLate, 400, "invalid_grant", 700084);

        IEnumerable<KeyValuePair<string, string>> Refresh(TokenReply from) => [new("grant_type", "refresh_token"), new("client_id", spa.ClientId), new("refresh_token", from.Text("refresh_token")!)];
    }

    [Fact]
    public async Task Only_what_was_given_to_a_page_is_redeemed_by_pages_and_by_nobody_else()
    {
        var spa = SomeDirectory.Client("page", "spa", Page) with { DelegatedGrants = [new PermissionGrant(WellKnown.FunctionAppClientId, ["access_as_user"])] };
        await using var emulator = await OwnEmulator.StartAsync(new() { Port = 0, Directory = SomeDirectory.With(spa) });
        using var browser = new Browser(emulator.Emulator);
        var forPage = await browser.PressAsync(await browser.GoAsync(Ask.For(("client_id", spa.ClientId), ("redirect_uri", Page))), "Alice Anderson");
        var forCli = await browser.GoAsync(Ask.For());

        TokenReply.Refused(await emulator.PostAsync(Ask.Redeem(forPage["code"], ("client_id", spa.ClientId), ("redirect_uri", Page))), 400, "invalid_request", 9002327);
        TokenReply.Refused(await FromPage(emulator, Ask.Redeem(forCli["code"])), 400, "invalid_request", 9002326);
    }

    [Fact]
    public async Task A_page_needs_a_proof_key()
    {
        var spa = SomeDirectory.Client("page", "spa", Page);
        await using var emulator = await OwnEmulator.StartAsync(new() { Port = 0, Directory = SomeDirectory.With(spa) });
        using var browser = new Browser(emulator.Emulator);

        var answer = await browser.GoAsync(Ask.For(("client_id", spa.ClientId), ("redirect_uri", Page), ("code_challenge", "")));

        Assert.StartsWith("AADSTS9002325", answer["error_description"], StringComparison.Ordinal);
    }

    private static Task<TokenReply> FromPage(EmulatorFixture emulator, IEnumerable<KeyValuePair<string, string>> form) => emulator.PostAsync("contoso", form, request => request.Headers.Add("Origin", Page));

    private async Task<string> CodeAsync(params (string Name, string Value)[] changes)
    {
        var page = await _browser.GoAsync(Ask.For([.. changes, ("prompt", "select_account")]));
        return (await _browser.PressAsync(page, "Alice Anderson"))["code"]!;
    }
}
