using System.Net;
using System.Text.Json.Nodes;
using EntraEmulator.Graph.Applications;
using EntraEmulator.Policies;
using EntraEmulator.Tenants;
using TestSupport;

namespace Local.Tests.EntraEmulator.SignIn;

/// <summary>Consent that an administrator gives for everybody.</summary>
public sealed class AdminConsentTests : IAsyncLifetime, IDisposable
{
    private const string Mail = $"{WellKnown.GraphIdUri}/Mail.Read";

    private OwnEmulator _emulator = null!;
    private Browser _browser = null!;

    public async Task InitializeAsync()
    {
        var orders = TenantDirectory.CreateDefault().FindApplication(WellKnown.OrdersAppId)!;
        var listed = SomeDirectory.Client("listed", "web", Ask.Redirect);
        listed.Details["requiredResourceAccess"] = new JsonArray(new JsonObject
        {
            ["resourceAppId"] = orders.ClientId,
            ["resourceAccess"] = new JsonArray(Entry(Entitlements.Scopes(orders)[0], "Scope"), Entry(Entitlements.Roles(orders)[0], "Role")),
        });
        var stranger = SomeDirectory.Client("stranger", "web", Ask.Redirect) with { ServicePrincipals = [] };
        _emulator = await OwnEmulator.StartAsync(new() { Port = 0, Directory = SomeDirectory.With(listed, stranger) });
        _browser = new Browser(_emulator.Emulator);

        static JsonObject Entry(JsonObject entitlement, string type) => new() { ["id"] = entitlement["id"]!.DeepClone(), ["type"] = type };
    }

    public async Task DisposeAsync() => await ((IAsyncDisposable)_emulator).DisposeAsync();

    public void Dispose() => _browser.Dispose();

    [Fact]
    public async Task What_an_administrator_accepts_nobody_is_asked_about_again()
    {
        var page = await _browser.PressAsync(await _browser.GoAsync(Address(("scope", Mail))), "Alice Anderson");
        var answer = await _browser.PressAsync(page, "Accept");
        using var bobs = new Browser(_emulator.Emulator);
        var bob = await bobs.PressAsync(await bobs.GoAsync(Ask.For(("scope", Mail))), "Bob Brown");

        Assert.Contains("on behalf of the organization contoso.example", page.Html, StringComparison.Ordinal);
        Assert.Equal(("True", WellKnown.ContosoTenantId, Mail, "a state=&", null), (answer["admin_consent"], answer["tenant"], answer["scope"], answer["state"], answer["error"]));
        Assert.NotNull(bob["code"]);
    }

    [Theory]
    [InlineData("contoso/adminconsent", "")]
    [InlineData("organizations/adminconsent", "")]
    [InlineData("contoso/v2.0/adminconsent", $"{WellKnown.OrdersIdUri}/.default")]
    public async Task What_the_registration_lists_is_given_with_its_app_roles(string address, string scope)
    {
        var listed = _emulator.Emulator.Directory.FindApplication("listed")!.ClientId;

        var page = await _browser.PressAsync(await _browser.GoAsync(Address(address, ("client_id", listed), ("scope", scope))), "Alice Anderson");
        var answer = await _browser.PressAsync(page, "Accept");

        Assert.Contains("Orders.Read.All, without a signed-in user", page.Html, StringComparison.Ordinal);
        Assert.Equal(("True", scope.Length > 0 ? scope : null), (answer["admin_consent"], answer["scope"]));
        var given = _emulator.Emulator.Directory.FindApplication("listed")!;
        Assert.Equal("Orders.Read, Orders.Read.All", string.Join(", ", given.DelegatedGrants.Concat(given.ApplicationGrants).SelectMany(grant => grant.Values)));
        Assert.Equal(WellKnown.ContosoTenantId, given.ApplicationGrants.Single().TenantId);
    }

    [Fact]
    public async Task A_no_has_admin_consent_too_so_that_alone_proves_nothing()
    {
        var page = await _browser.PressAsync(await _browser.GoAsync(Address(("scope", Mail))), "Alice Anderson");

        var answer = await _browser.PressAsync(page, "Cancel");

        Assert.Equal(("True", "consent_required", "a state=&"), (answer["admin_consent"], answer["error"], answer["state"]));
        Assert.StartsWith("AADSTS65004", answer["error_description"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_no_administrator_is_not_heard_and_need_not_stay()
    {
        await _browser.PressAsync(await _browser.GoAsync(Ask.For()), "Bob Brown");

        var choice = await _browser.GoAsync(Address(("scope", Mail)));
        var page = await _browser.PressAsync(choice, "Bob Brown");
        var forced = await _browser.PostAsync("signin/consent", [new("handle", page["handle"]!), new("answer", "accept")], _emulator.Emulator.Address.GetLeftPart(UriPartial.Authority));

        Assert.Contains("Choose an account", choice.Html, StringComparison.Ordinal);
        Assert.Contains("AADSTS90094", page.Html, StringComparison.Ordinal);
        Assert.NotNull(forced["error"]);
        Assert.DoesNotContain(_emulator.Emulator.Directory.FindApplication("cli")!.DelegatedGrants, grant => grant.Values.Contains("Mail.Read"));
    }

    [Theory]
    [InlineData("AADSTS90010", "common/v2.0/adminconsent", "redirect_uri", Ask.Redirect)]
    [InlineData("AADSTS50011", "contoso/v2.0/adminconsent", "redirect_uri", "https://evil.example/")]
    [InlineData("AADSTS700016", "contoso/v2.0/adminconsent", "client_id", "c11e0000-0000-4000-8000-0000000000ff")]
    [InlineData("AADSTS90002", "nowhere/v2.0/adminconsent", "redirect_uri", Ask.Redirect)]
    public async Task What_is_not_proven_is_a_page(string number, string address, string name, string value)
    {
        var page = await _browser.GoAsync(Address(address, ("scope", Mail), (name, value)));

        Assert.Equal((HttpStatusCode.BadRequest, true), (page.Status, page.Html.Contains(number, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_request_without_a_scope_is_told_to_the_client()
    {
        var answer = await _browser.GoAsync(Address());

        Assert.Equal(("True", "invalid_request"), (answer["admin_consent"], answer["error"]));
        Assert.StartsWith("AADSTS900144", answer["error_description"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_application_that_the_tenant_does_not_know_comes_in_by_consent()
    {
        var stranger = _emulator.Emulator.Directory.FindApplication("stranger")!.ClientId;
        var before = await _browser.GoAsync(Ask.For(("client_id", stranger)));

        await _browser.PressAsync(await _browser.PressAsync(await _browser.GoAsync(Address(("client_id", stranger), ("scope", Mail))), "Alice Anderson"), "Accept");
        var after = await _browser.GoAsync(Ask.For(("client_id", stranger), ("scope", Mail)));

        Assert.Contains("AADSTS700016", before.Html, StringComparison.Ordinal);
        Assert.NotNull(after["code"]);
    }

    [Fact]
    public async Task A_policy_for_everything_counts_for_the_administrator_too()
    {
        _emulator.Emulator.Policies.Add(new AccessPolicy());

        var page = await _browser.PressAsync(await _browser.GoAsync(Address(("scope", Mail))), "Alice Anderson");

        Assert.Contains("Approve sign in request", page.Html, StringComparison.Ordinal);
        Assert.Contains("on behalf of the organization", (await _browser.PressAsync(page, "Approve")).Html, StringComparison.Ordinal);
    }

    private static string Address(params (string Name, string Value)[] changes) => Address("contoso/v2.0/adminconsent", changes);

    private static string Address(string path, params (string Name, string Value)[] changes) =>
        $"{path}?{string.Join('&', new (string Name, string Value)[] { ("client_id", WellKnown.CliClientId), ("redirect_uri", Ask.Redirect), ("state", "a state=&") }.Where(one => changes.All(change => change.Name != one.Name)).Concat(changes).Where(one => one.Value.Length > 0).Select(one => $"{one.Name}={Uri.EscapeDataString(one.Value)}"))}";
}
