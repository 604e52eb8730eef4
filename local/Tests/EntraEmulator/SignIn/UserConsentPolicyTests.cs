using System.Net.Http.Json;
using System.Text.Json;
using EntraEmulator.Policies;
using TestSupport;

namespace Local.Tests.EntraEmulator.SignIn;

/// <summary>Users who may not consent by themselves, and what they can do about it.</summary>
public sealed class UserConsentPolicyTests : IAsyncLifetime, IDisposable
{
    private const string OrdersRead = $"{WellKnown.OrdersIdUri}/Orders.Read";

    private OwnEmulator _emulator = null!;
    private Browser _browser = null!;

    private AccessPolicies Policies => _emulator.Emulator.Policies;

    public async Task InitializeAsync()
    {
        _emulator = await OwnEmulator.StartAsync(new() { Port = 0 });
        _browser = new Browser(_emulator.Emulator);
        await _emulator.Http.PostAsync("dev/policies", new StringContent("""{"require":"adminConsent"}"""));
    }

    public async Task DisposeAsync() => await ((IAsyncDisposable)_emulator).DisposeAsync();

    public void Dispose() => _browser.Dispose();

    [Fact]
    public async Task A_user_is_sent_to_an_administrator_and_goes_back_without_consent()
    {
        var page = await SignInAsync(_browser, "Bob Brown");
        var answer = await _browser.PressAsync(page, "Return to the application");

        Assert.Contains("Need admin approval", page.Html, StringComparison.Ordinal);
        Assert.Contains("AADSTS90094", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Request approval", page.Html, StringComparison.Ordinal);
        Assert.Equal("access_denied", answer["error"]);
        Assert.StartsWith("AADSTS90094", answer["error_description"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_says_yes_all_the_same_changes_nothing()
    {
        var page = await SignInAsync(_browser, "Bob Brown");

        var forced = await _browser.PostAsync("signin/consent", [new("handle", page["handle"]!), new("answer", "accept"), new("everybody", "yes")], _emulator.Emulator.Address.GetLeftPart(UriPartial.Authority));

        Assert.Equal("access_denied", forced["error"]);
    }

    [Fact]
    public async Task An_administrator_consents_as_ever_and_what_was_consented_to_before_is_not_touched()
    {
        var alice = await _browser.PressAsync(await SignInAsync(_browser, "Alice Anderson"), "Accept");

        Assert.NotNull(alice["code"]);
        Assert.NotNull((await _browser.PressAsync(await _browser.GoAsync(Ask.For(("prompt", "select_account"))), "Bob Brown"))["code"]);
    }

    [Fact]
    public async Task It_can_be_about_one_api()
    {
        Policies.Clear();
        Policies.Add(new AccessPolicy { Api = WellKnown.GraphName, Require = PolicyRequirement.AdminConsent });

        Assert.Contains("Permissions requested", (await SignInAsync(_browser, "Bob Brown")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_is_seen_and_granted_by_an_administrator_of_the_tenant()
    {
        Policies.SignIn = new SignInSwitches { ConsentRequests = true };
        using var administrator = new Browser(_emulator.Emulator);
        var page = await SignInAsync(_browser, "Bob Brown");

        var sent = await _browser.PressAsync(page, "Request approval", ("reason", "<script>to order</script>"));
        var answer = await _browser.PressAsync(sent, "Back to the application");
        var list = await administrator.PressAsync(await administrator.GoAsync("adminconsentrequests"), "Alice Anderson");
        var done = await administrator.PressAsync(list, "Approve");
        var again = await _browser.GoAsync(Ask.For(("scope", OrdersRead)));

        Assert.Contains("AADSTS90095", page.Html, StringComparison.Ordinal);
        Assert.StartsWith("AADSTS90095", answer["error_description"], StringComparison.Ordinal);
        Assert.Contains("bob@contoso.example", list.Html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;to order", list.Html, StringComparison.Ordinal);
        Assert.Contains("Nobody is waiting", done.Html, StringComparison.Ordinal);
        Assert.NotNull(again["code"]);
    }

    [Fact]
    public async Task A_request_that_is_denied_gives_nothing()
    {
        Policies.SignIn = new SignInSwitches { ConsentRequests = true };
        await _browser.PressAsync(await SignInAsync(_browser, "Bob Brown"), "Request approval");
        using var administrator = new Browser(_emulator.Emulator);

        await administrator.PressAsync(await administrator.PressAsync(await administrator.GoAsync("adminconsentrequests"), "Alice Anderson"), "Deny");

        Assert.Contains("AADSTS90095", (await _browser.GoAsync(Ask.For(("scope", OrdersRead)))).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Others_do_not_see_the_requests()
    {
        Policies.SignIn = new SignInSwitches { ConsentRequests = true };
        await _browser.PressAsync(await SignInAsync(_browser, "Bob Brown"), "Request approval");

        var page = await _browser.GoAsync("adminconsentrequests");
        var forced = await _browser.PostAsync("adminconsentrequests/account", [new("user", $"{WellKnown.ContosoTenantId}/{WellKnown.BobObjectId}")], _emulator.Emulator.Address.GetLeftPart(UriPartial.Authority));

        Assert.All((Visit[])[page, forced], visit => Assert.Contains("Sign in as an administrator", visit.Html, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_device_is_not_signed_in_where_only_an_administrator_may_agree()
    {
        var begun = await (await _emulator.Http.PostAsync("contoso/oauth2/v2.0/devicecode", new FormUrlEncodedContent([new("client_id", WellKnown.CliClientId), new("scope", OrdersRead)]))).Content.ReadFromJsonAsync<JsonElement>();

        var page = await _browser.PressAsync(await _browser.GoAsync("devicelogin"), "Next", ("code", begun.GetProperty("user_code").GetString()!));
        var done = await _browser.PressAsync(page, "Bob Brown");
        var reply = await _emulator.PostAsync([new("grant_type", "device_code"), new("client_id", WellKnown.CliClientId), new("device_code", begun.GetProperty("device_code").GetString()!)]);

        Assert.Contains("AADSTS90094", done.Html, StringComparison.Ordinal);
        TokenReply.Refused(reply, 400, "authorization_declined", 70017);
    }

    private static async Task<Visit> SignInAsync(Browser browser, string user) => await browser.PressAsync(await browser.GoAsync(Ask.For(("scope", OrdersRead))), user);
}
