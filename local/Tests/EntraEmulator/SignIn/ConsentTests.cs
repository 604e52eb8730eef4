using System.Text.Json.Nodes;
using EntraEmulator.Tenants;
using TestSupport;

namespace Local.Tests.EntraEmulator.SignIn;

/// <summary>What users agree to, and what becomes of it.</summary>
public sealed class ConsentTests
{
    private const string OrdersRead = $"{WellKnown.OrdersIdUri}/Orders.Read";

    [Fact]
    public async Task Consent_is_asked_once_by_user_and_is_the_directorys_from_then_on()
    {
        await using var emulator = await OwnEmulator.StartAsync(new() { Port = 0 });
        using var browser = new Browser(emulator.Emulator);

        var page = await SignInAsync(browser, "Bob Brown", ("scope", OrdersRead));
        var answer = await browser.PressAsync(page, "Accept");
        var again = await browser.GoAsync(Ask.For(("scope", OrdersRead)));
        var alice = await SignInAsync(browser, "Alice Anderson", ("scope", OrdersRead), ("prompt", "select_account"));

        Assert.Contains("Permissions requested", page.Html, StringComparison.Ordinal);
        Assert.Contains("Orders.Read of orders, for cli", page.Html, StringComparison.Ordinal);
        Assert.All((Visit[])[answer, again], visit => Assert.NotNull(visit["code"]));
        Assert.Contains("Permissions requested", alice.Html, StringComparison.Ordinal);
        var grant = emulator.Emulator.Directory.FindApplication("cli")!.DelegatedGrants[^1];
        Assert.Equal((WellKnown.OrdersAppId, WellKnown.ContosoTenantId), (grant.ResourceId, grant.TenantId));
    }

    [Fact]
    public async Task An_administrator_can_agree_for_everybody_and_others_cannot()
    {
        await using var emulator = await OwnEmulator.StartAsync(new() { Port = 0 });
        using var browser = new Browser(emulator.Emulator);

        var bobs = await SignInAsync(browser, "Bob Brown", ("scope", OrdersRead));
        await browser.PressAsync(await SignInAsync(browser, "Alice Anderson", ("scope", OrdersRead), ("prompt", "select_account")), "Accept", ("everybody", "yes"));
        var bob = await browser.GoAsync(Ask.For(("scope", OrdersRead), ("login_hint", "bob")));

        Assert.DoesNotContain("on behalf of your organization", bobs.Html, StringComparison.Ordinal);
        Assert.NotNull(bob["code"]);
    }

    [Fact]
    public async Task A_no_goes_back_to_the_client()
    {
        await using var emulator = await OwnEmulator.StartAsync(new() { Port = 0 });
        using var browser = new Browser(emulator.Emulator);

        var answer = await browser.PressAsync(await SignInAsync(browser, "Bob Brown", ("scope", OrdersRead)), "Cancel");

        Assert.Equal(("access_denied", "cancel", "a state=&"), (answer["error"], answer["error_subcode"], answer["state"]));
        Assert.StartsWith("AADSTS65004", answer["error_description"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_page_missing_consent_is_told_to_the_client_and_prompt_consent_asks_again()
    {
        await using var emulator = await OwnEmulator.StartAsync(new() { Port = 0 });
        using var browser = new Browser(emulator.Emulator);
        await SignInAsync(browser, "Bob Brown");

        var silent = await browser.GoAsync(Ask.For(("scope", OrdersRead), ("prompt", "none")));
        var again = await browser.GoAsync(Ask.For(("prompt", "consent")));

        Assert.Equal(("interaction_required", "consent_required"), (silent["error"], silent["suberror"]));
        Assert.Contains("access_as_user of functions", again.Html, StringComparison.Ordinal);
        Assert.NotNull((await browser.PressAsync(again, "Accept"))["code"]);
    }

    [Fact]
    public async Task One_prompt_covers_the_client_and_the_api_that_knows_it()
    {
        var defaults = TenantDirectory.CreateDefault();
        var scopes = new JsonObject { ["requiredResourceAccess"] = Required(WellKnown.OrdersAppId, defaults.FindApplication(WellKnown.OrdersAppId)!, "Orders.ReadWrite") };
        scopes["api"] = new JsonObject { ["knownClientApplications"] = new JsonArray(WellKnown.CliClientId) };
        var functions = defaults.FindApplication(WellKnown.FunctionAppClientId)! with { DelegatedGrants = [], Details = scopes };
        var cli = defaults.FindApplication(WellKnown.CliClientId)!;
        cli = cli with { DelegatedGrants = [], Details = new JsonObject { ["publicClient"] = cli.Details["publicClient"]!.DeepClone(), ["requiredResourceAccess"] = Required(WellKnown.FunctionAppClientId, functions, "access_as_user") } };
        await using var emulator = await OwnEmulator.StartAsync(new() { Port = 0, Directory = defaults.With(applications: [functions, cli]) });
        using var browser = new Browser(emulator.Emulator);

        var page = await SignInAsync(browser, "Bob Brown", ("scope", $"{WellKnown.FunctionAppIdUri}/.default"));
        var answer = await browser.PressAsync(page, "Accept");
        var tokens = await emulator.PostAsync(Ask.Redeem(answer["code"]));
        var exchanged = await emulator.PostAsync(Some.Exchange(tokens.Text("access_token")!, $"{WellKnown.OrdersIdUri}/Orders.ReadWrite"));

        Assert.Contains("access_as_user of functions, for cli", page.Html, StringComparison.Ordinal);
        Assert.Contains("Orders.ReadWrite of orders, for functions", page.Html, StringComparison.Ordinal);
        Assert.Equal((200, "Orders.ReadWrite"), (exchanged.Status, exchanged.Claims.GetProperty("scp").GetString()));
    }

    [Fact]
    public async Task What_only_an_administrator_may_grant_is_not_granted_by_others()
    {
        var orders = TenantDirectory.CreateDefault().FindApplication(WellKnown.OrdersAppId)!;
        orders = orders with { Details = new JsonObject { ["api"] = new JsonObject { ["oauth2PermissionScopes"] = new JsonArray(new JsonObject { ["id"] = "0c0a7050-0000-4000-8000-0000000000aa", ["value"] = "Orders.Read", ["type"] = "Admin", ["isEnabled"] = true }) } } };
        await using var emulator = await OwnEmulator.StartAsync(new() { Port = 0, Directory = SomeDirectory.With(orders) });
        using var browser = new Browser(emulator.Emulator);

        var page = await SignInAsync(browser, "Bob Brown", ("scope", OrdersRead));
        var answer = await browser.PressAsync(page, "Return to the application");

        Assert.Contains("AADSTS90094", page.Html, StringComparison.Ordinal);
        Assert.Equal("access_denied", answer["error"]);
        Assert.StartsWith("AADSTS90094", answer["error_description"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_the_api_trusts_is_not_asked_about()
    {
        var functions = TenantDirectory.CreateDefault().FindApplication(WellKnown.FunctionAppClientId)!;
        var trusted = SomeDirectory.Client("trusted", "publicClient", "http://localhost");
        functions = functions with { PreAuthorized = [new PermissionGrant(trusted.ClientId, ["access_as_user"])] };
        await using var emulator = await OwnEmulator.StartAsync(new() { Port = 0, Directory = SomeDirectory.With(functions, trusted) });
        using var browser = new Browser(emulator.Emulator);

        Assert.NotNull((await SignInAsync(browser, "Bob Brown", ("client_id", trusted.ClientId)))["code"]);
    }

    private static JsonArray Required(string appId, AppRegistration resource, string scope) => new(new JsonObject
    {
        ["resourceAppId"] = appId,
        ["resourceAccess"] = new JsonArray(new JsonObject { ["id"] = global::EntraEmulator.Graph.Applications.Entitlements.Scopes(resource).First(one => (string?)one["value"] == scope)["id"]!.DeepClone(), ["type"] = "Scope" }),
    });

    private static async Task<Visit> SignInAsync(Browser browser, string user, params (string Name, string Value)[] changes) => await browser.PressAsync(await browser.GoAsync(Ask.For(changes)), user);
}
