using System.Net.Http.Json;
using System.Text.Json;
using EntraEmulator.Policies;
using TestSupport;

namespace Local.Tests.EntraEmulator.SignIn;

/// <summary>Conditional access: what a policy asks of a sign-in, and what is refused without it.</summary>
public sealed class PolicyTests : IAsyncLifetime, IDisposable
{
    private OwnEmulator _emulator = null!;
    private Browser _browser = null!;

    private AccessPolicies Policies => _emulator.Emulator.Policies;

    public async Task InitializeAsync()
    {
        _emulator = await OwnEmulator.StartAsync(new() { Port = 0 });
        _browser = new Browser(_emulator.Emulator);
    }

    public async Task DisposeAsync() => await ((IAsyncDisposable)_emulator).DisposeAsync();

    public void Dispose() => _browser.Dispose();

    [Fact]
    public async Task A_second_factor_is_asked_once_in_a_session_and_can_be_denied()
    {
        Policies.Add(new AccessPolicy { Api = WellKnown.FunctionAppName });

        var denied = await _browser.PressAsync(await SignInAsync(), "Deny");
        var page = await _browser.GoAsync(Ask.For());
        var answer = await _browser.PressAsync(page, "Approve");
        var again = await _browser.GoAsync(Ask.For());

        Assert.StartsWith("AADSTS500121", denied["error_description"], StringComparison.Ordinal);
        Assert.Contains("Approve sign in request", page.Html, StringComparison.Ordinal);
        Assert.All((Visit[])[answer, again], visit => Assert.NotNull(visit["code"]));
    }

    [Fact]
    public async Task Without_a_page_a_policy_is_told_to_the_client()
    {
        await SignInAsync();
        Policies.Add(new AccessPolicy { User = "alice" });

        var answer = await _browser.GoAsync(Ask.For(("prompt", "none")));

        Assert.Equal(("interaction_required", "basic_action"), (answer["error"], answer["suberror"]));
        Assert.StartsWith("AADSTS50076", answer["error_description"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_of_a_downstream_api_refuses_the_exchange_until_the_user_met_it()
    {
        Policies.Add(new AccessPolicy { Api = "orders" });
        var before = await TokenAsync();

        var refused = await ExchangeAsync(before);
        var claims = refused.Text("claims")!;
        var step = await _browser.GoAsync(Ask.For(("claims", claims)));
        var after = await RedeemAsync(await _browser.PressAsync(step, "Approve"));
        var exchanged = await ExchangeAsync(after);

        TokenReply.Refused(refused, 400, "invalid_grant", 50076);
        Assert.Equal("basic_action", refused.Text("suberror"));
        Assert.Contains($"\"capolids\":{{\"essential\":true,\"values\":[\"{Policies.All[0].Id}\"]}}", claims, StringComparison.Ordinal);
        Assert.Contains("Approve sign in request", step.Html, StringComparison.Ordinal);
        Assert.Equal(200, exchanged.Status);
    }

    [Fact]
    public async Task An_authentication_context_is_met_by_its_policy_and_stands_in_the_token()
    {
        Policies.Add(new AccessPolicy { AuthenticationContext = "c1" });
        const string Claims = """{"access_token":{"acrs":{"essential":true,"value":"c1"}}}""";

        var without = await TokenAsync();
        var step = await _browser.GoAsync(Ask.For(("claims", Claims)));
        var with = await RedeemAsync(await _browser.PressAsync(step, "Approve"));

        Assert.False(Some.Payload(without).TryGetProperty("acrs", out _));
        Assert.Equal("c1", Some.Payload(with).GetProperty("acrs")[0].GetString());
    }

    [Fact]
    public async Task A_refresh_cannot_step_up()
    {
        Policies.Add(new AccessPolicy { AuthenticationContext = "c1" });
        var tokens = await _emulator.PostAsync(Ask.Redeem((await SignInAsync())["code"]));

        var reply = await _emulator.PostAsync(
        [
            new("grant_type", "refresh_token"), new("client_id", WellKnown.CliClientId), new("refresh_token", tokens.Text("refresh_token")!),
            new("claims", """{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"""),
        ]);

        TokenReply.Refused(reply, 400, "invalid_grant", 50076);
    }

    [Fact]
    public async Task Who_is_blocked_gets_nothing()
    {
        var token = await TokenAsync();
        Policies.Add(new AccessPolicy { Require = PolicyRequirement.Block });

        var refused = await ExchangeAsync(token);
        var answer = await _browser.GoAsync(Ask.For());

        TokenReply.Refused(refused, 400, "invalid_grant", 53003);
        Assert.Null(refused.Text("claims"));
        Assert.StartsWith("AADSTS53003", answer["error_description"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_for_outside_counts_only_there()
    {
        Policies.Add(new AccessPolicy { OutsideOnly = true, Require = PolicyRequirement.Block });
        Assert.NotNull((await SignInAsync())["code"]);

        await PostAsync("dev/location?trusted=false");

        Assert.Equal("access_denied", (await _browser.GoAsync(Ask.For()))["error"]);
    }

    [Fact]
    public async Task A_sign_in_that_a_policy_finds_too_old_is_made_again()
    {
        await SignInAsync();
        Policies.Add(new AccessPolicy { Require = PolicyRequirement.Nothing, SignInFrequencySeconds = 0 });

        Assert.Contains("Choose an account", (await _browser.GoAsync(Ask.For())).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_is_asked_for_the_second_factor_on_its_page()
    {
        Policies.Add(new AccessPolicy { Api = WellKnown.FunctionAppName });
        var begun = await (await _emulator.Http.PostAsync("contoso/oauth2/v2.0/devicecode", new FormUrlEncodedContent([new("client_id", WellKnown.CliClientId), new("scope", $"{WellKnown.FunctionAppIdUri}/access_as_user")]))).Content.ReadFromJsonAsync<JsonElement>();

        var page = await _browser.PressAsync(await _browser.GoAsync("devicelogin"), "Next", ("code", begun.GetProperty("user_code").GetString()!));
        await _browser.PressAsync(await _browser.PressAsync(page, "Bob Brown"), "Approve");
        var reply = await _emulator.PostAsync([new("grant_type", "device_code"), new("client_id", WellKnown.CliClientId), new("device_code", begun.GetProperty("device_code").GetString()!)]);

        Assert.Equal(200, reply.Status);
    }

    [Fact]
    public async Task Who_is_revoked_signs_in_again_and_goes_on()
    {
        var tokens = await _emulator.PostAsync(Ask.Redeem((await SignInAsync())["code"]));

        await PostAsync("dev/users/alice/revoke");
        var refreshed = await _emulator.PostAsync([new("grant_type", "refresh_token"), new("client_id", WellKnown.CliClientId), new("refresh_token", tokens.Text("refresh_token")!)]);
        var exchanged = await ExchangeAsync(tokens.Text("access_token")!);
        var silent = await _browser.GoAsync(Ask.For(("prompt", "none")));
        var after = await ExchangeAsync(await RedeemAsync(await SignInAsync()));

        TokenReply.Refused(refreshed, 400, "invalid_grant", 50173);
        TokenReply.Refused(exchanged, 400, "invalid_grant", 50173);
        Assert.Equal("bad_token", exchanged.Text("suberror"));
        Assert.Equal("login_required", silent["error"]);
        Assert.Equal(200, after.Status);
    }

    [Fact]
    public async Task Policies_are_set_listed_and_taken_away_for_developers()
    {
        var added = await (await _emulator.Http.PostAsync("dev/policies", new StringContent("""{"api":"orders","require":"block"}"""))).Content.ReadAsStringAsync();
        var unknown = await (await _emulator.Http.PostAsync("dev/policies", new StringContent("""{"api":"cheese"}"""))).Content.ReadAsStringAsync();
        await _emulator.Http.DeleteAsync($"dev/policies/{Policies.All[0].Id}");

        Assert.Contains("\"require\":\"block\"", added.Replace(" ", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith("There is no API 'cheese'. Known: ", unknown, StringComparison.Ordinal);
        Assert.Empty(Policies.All);
    }

    private async Task PostAsync(string address) => (await _emulator.Http.PostAsync(address, content: null)).EnsureSuccessStatusCode();

    private async Task<Visit> SignInAsync() => await _browser.PressAsync(await _browser.GoAsync(Ask.For(("prompt", "select_account"))), "Alice Anderson");

    private async Task<string> TokenAsync() => await RedeemAsync(await SignInAsync());

    private async Task<string> RedeemAsync(Visit answer) => (await _emulator.PostAsync(Ask.Redeem(answer["code"]))).Text("access_token")!;

    private Task<TokenReply> ExchangeAsync(string token) => _emulator.PostAsync("contoso", Some.Exchange(token, $"{WellKnown.OrdersIdUri}/Orders.Read"));
}
