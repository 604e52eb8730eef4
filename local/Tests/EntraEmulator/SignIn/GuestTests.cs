using System.Text;
using EntraEmulator.Tenants;
using Local.Tests.EntraEmulator.StackFiles;
using Microsoft.IdentityModel.Tokens;
using TestSupport;

namespace Local.Tests.EntraEmulator.SignIn;

/// <summary>A user of one tenant who is a guest of another one.</summary>
public sealed class GuestTests : IAsyncLifetime, IDisposable
{
    private const string GuestId = "a11ce000-0000-4000-8000-0000000000aa";

    private OwnEmulator _emulator = null!;
    private Browser _browser = null!;

    public async Task InitializeAsync()
    {
        var stack = StackText.Parse(StackText.Default)!;
        stack["tenants"]![1]!["users"]!.AsArray().Add(StackText.Parse($$"""{ "name": "alice", "id": "{{GuestId}}", "guestFrom": "contoso" }"""));
        stack["app"]!["optionalClaims"]!.AsArray().Add("acct");
        _emulator = await OwnEmulator.StartAsync(new() { Port = 0, Directory = TenantDirectory.From(StackText.Read(stack.ToJsonString())) });
        _browser = new Browser(_emulator.Emulator);
    }

    public async Task DisposeAsync() => await ((IAsyncDisposable)_emulator).DisposeAsync();

    public void Dispose() => _browser.Dispose();

    [Fact]
    public async Task Tokens_are_the_other_tenants_and_say_where_the_account_is_from()
    {
        var tokens = await RedeemAsync("fabrikam", await _browser.PressAsync(await _browser.GoAsync(Ask.For("fabrikam", ("scope", $"openid profile {WellKnown.FunctionAppIdUri}/access_as_user"))), "Alice Anderson"));

        var (access, id) = (tokens.Claims, Some.Payload(tokens.Text("id_token")!));
        var home = $"{_emulator.Emulator.Address}{WellKnown.ContosoTenantId}/";
        Assert.Equal((GuestId, WellKnown.FabrikamTenantId, home, 1), (access.GetProperty("oid").GetString(), access.GetProperty("tid").GetString(), access.GetProperty("idp").GetString(), access.GetProperty("acct").GetInt32()));
        Assert.Equal((GuestId, WellKnown.FabrikamTenantId, home, "alice@contoso.example"), (id.GetProperty("oid").GetString(), id.GetProperty("tid").GetString(), id.GetProperty("idp").GetString(), id.GetProperty("preferred_username").GetString()));
        Assert.Equal($$"""{"uid":"{{WellKnown.AliceObjectId}}","utid":"{{WellKnown.ContosoTenantId}}"}""", Encoding.UTF8.GetString(Base64UrlEncoder.DecodeBytes(tokens.Text("client_info"))));
    }

    [Fact]
    public async Task A_member_has_no_other_account()
    {
        var access = (await RedeemAsync("contoso", await _browser.PressAsync(await _browser.GoAsync(Ask.For()), "Alice Anderson"))).Claims;

        Assert.Equal((0, false), (access.GetProperty("acct").GetInt32(), access.TryGetProperty("idp", out _)));
    }

    [Theory]
    [InlineData("contoso", "fabrikam", GuestId)]
    [InlineData("fabrikam", "contoso", WellKnown.AliceObjectId)]
    [InlineData("organizations", "fabrikam", GuestId)]
    [InlineData("fabrikam", "organizations", WellKnown.AliceObjectId)]
    public async Task Who_is_signed_in_at_one_is_signed_in_at_the_other(string first, string then, string objectId)
    {
        await _browser.PressAsync(await _browser.GoAsync(Ask.For(first)), "Alice Anderson");

        var silent = await _browser.GoAsync(Ask.For(then, ("prompt", "none")));

        Assert.Equal(objectId, (await RedeemAsync(then, silent)).Claims.GetProperty("oid").GetString());
    }

    [Fact]
    public async Task Without_a_tenant_only_members_are_offered()
    {
        var page = await _browser.GoAsync(Ask.For("common"));

        Assert.DoesNotContain(GuestId, page.Html, StringComparison.Ordinal);
        Assert.Contains(WellKnown.AliceObjectId, page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refresh_token_is_good_in_both_tenants_and_a_revocation_ends_it()
    {
        var tokens = await RedeemAsync("contoso", await _browser.PressAsync(await _browser.GoAsync(Ask.For()), "Alice Anderson"));

        var abroad = await RefreshAsync(tokens);
        _emulator.Emulator.Revoke(WellKnown.AliceObjectId);
        var revoked = await RefreshAsync(tokens);

        Assert.Equal((200, GuestId), (abroad.Status, abroad.Claims.GetProperty("oid").GetString()));
        TokenReply.Refused(revoked, 400, "invalid_grant", 50173);

        Task<TokenReply> RefreshAsync(TokenReply from) => _emulator.PostAsync("fabrikam", [new("grant_type", "refresh_token"), new("client_id", WellKnown.CliClientId), new("refresh_token", from.Text("refresh_token")!)]);
    }

    [Fact]
    public async Task A_refresh_token_of_somebody_who_is_no_guest_there_is_refused()
    {
        var tokens = await RedeemAsync("contoso", await _browser.PressAsync(await _browser.GoAsync(Ask.For()), "Bob Brown"));

        TokenReply.Refused(
            await _emulator.PostAsync("fabrikam", [new("grant_type", "refresh_token"), new("client_id", WellKnown.CliClientId), new("refresh_token", tokens.Text("refresh_token")!)]), 400, "invalid_grant", 90072);
    }

    private Task<TokenReply> RedeemAsync(string tenant, Visit answer) => _emulator.PostAsync(tenant, Ask.Redeem(answer["code"], ("client_info", "1")));
}
