using EntraEmulator;
using EntraEmulator.Tenants;
using FunctionApp.Functions;
using TestSupport;

namespace Local.Tests.EntraEmulator;

public sealed class OnBehalfOfTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private const string Orders = WellKnown.OrdersIdUri;

    [Theory]
    [InlineData(Orders + "/Orders.Read", "Orders.Read", Orders + "/Orders.Read")]
    [InlineData(Orders + "/orders.read", "Orders.Read", Orders + "/Orders.Read")]
    [InlineData(Orders + "/Orders.Read openid profile offline_access", "Orders.Read", Orders + "/Orders.Read")]
    [InlineData(Orders + "/.default", "Orders.Read Orders.ReadWrite", Orders + "/Orders.Read " + Orders + "/Orders.ReadWrite " + Orders + "/.default")]
    [InlineData(WellKnown.OrdersAppId + "/Orders.Read", "Orders.Read", WellKnown.OrdersAppId + "/Orders.Read")]
    [InlineData("https://graph.microsoft.com//User.Read", "User.Read", "https://graph.microsoft.com//User.Read")]
    [InlineData("User.Read", "User.Read", "https://graph.microsoft.com/User.Read")]
    public async Task A_scope_is_named_behind_its_api(string asked, string scp, string scope)
    {
        var reply = await ExchangeAsync(asked);

        Assert.Equal(scp, reply.Claims.GetProperty("scp").GetString());
        Assert.Equal(scope, reply.Text("scope"));
    }

    [Fact]
    public async Task Only_what_is_asked_for_is_answered()
    {
        var bare = await ExchangeAsync("User.Read");
        var full = await fixture.PostAsync([.. Some.Exchange(fixture.Emulator.IssueAccessToken("alice"), "User.Read openid offline_access"), new("client_info", "1")]);

        string[] extras = ["id_token", "refresh_token", "client_info"];
        Assert.All(extras, extra => Assert.Null(bare.Text(extra)));
        Assert.All(extras, extra => Assert.NotNull(full.Text(extra)));
        Assert.Equal("no-store, no-cache", bare.Response.Headers.GetValues("Cache-Control").Single().Replace("no-cache, no-store", "no-store, no-cache", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("common")]
    [InlineData("organizations")]
    public async Task Without_a_tenant_in_the_path_the_assertions_tenant_counts(string path)
    {
        var reply = await fixture.PostAsync(path, Some.Exchange(fixture.Emulator.IssueAccessToken("carol")));

        Assert.Equal(WellKnown.FabrikamTenantId, reply.Claims.GetProperty("tid").GetString());
    }

    [Fact]
    public async Task A_token_of_a_user_has_a_realistic_size()
    {
        var reply = await ExchangeAsync(Orders + "/Orders.Read");

        Assert.InRange(reply.Text("access_token")!.Length, 1000, 1600);
        Assert.InRange(fixture.Emulator.IssueAccessToken("alice").Length, 1000, 1600);
    }

    [Fact]
    public async Task The_lifetime_varies_between_4000_and_5000_seconds()
    {
        var reply = await ExchangeAsync(Orders + "/Orders.Read");

        var expiresIn = reply.Body.GetProperty("expires_in").GetInt64();
        Assert.InRange(expiresIn, 4000, 5000);
        Assert.Equal(expiresIn + 300, reply.Claims.GetProperty("exp").GetInt64() - reply.Claims.GetProperty("nbf").GetInt64());
        Assert.False(reply.Body.TryGetProperty("refresh_in", out _));
    }

    [Fact]
    public async Task An_api_decides_how_long_its_tokens_live_and_when_to_renew_them()
    {
        var orders = TenantDirectory.CreateDefault().FindApplication("orders")! with { AccessTokenLifetime = TimeSpan.FromMinutes(10), RefreshIn = TimeSpan.FromMinutes(4) };
        await using var emulator = await EmulatorWith(orders);

        var body = (await emulator.ExchangeAsync(Orders + "/Orders.Read")).Body;

        Assert.Equal((600, 240), (body.GetProperty("expires_in").GetInt32(), body.GetProperty("refresh_in").GetInt32()));
    }

    [Fact]
    public async Task An_api_that_asks_for_version_1_gets_tokens_of_that_shape()
    {
        var orders = TenantDirectory.CreateDefault().FindApplication("orders")! with { AccessTokenVersion = 1 };
        await using var emulator = await EmulatorWith(orders);

        var reply = await emulator.ExchangeAsync(Orders + "/Orders.Read");

        Assert.Equal("1.0", reply.Claims.GetProperty("ver").GetString());
        Assert.Equal(Orders, reply.Claims.GetProperty("aud").GetString());
        Assert.Equal($"{emulator.Emulator.Address}{WellKnown.ContosoTenantId}/", reply.Claims.GetProperty("iss").GetString());
        Assert.Equal(WellKnown.FunctionAppClientId, reply.Claims.GetProperty("appid").GetString());
        Assert.Equal("alice@contoso.example", reply.Claims.GetProperty("upn").GetString());
        Assert.Equal(emulator.Emulator.Keys.Current.KeyId, Some.Header(reply.Text("access_token")!).GetProperty("x5t").GetString());
    }

    [Fact]
    public async Task A_version_1_token_is_an_assertion_too()
    {
        var functions = TenantDirectory.CreateDefault().FindApplication("functions")! with { AccessTokenVersion = 1 };
        await using var emulator = await EmulatorWith(functions);

        Assert.Equal(200, (await emulator.ExchangeAsync(Orders + "/Orders.Read")).Status);
    }

    [Fact]
    public async Task Consent_of_one_tenant_is_not_anothers()
    {
        var functions = TenantDirectory.CreateDefault().FindApplication("functions")! with
        {
            DelegatedGrants = [new PermissionGrant(WellKnown.GraphAppId, ["User.Read"], WellKnown.ContosoTenantId)],
        };
        await using var emulator = await EmulatorWith(functions);

        Assert.Equal(200, (await emulator.ExchangeAsync("User.Read")).Status);
        Assert.Equal(65001, (await emulator.ExchangeAsync("User.Read", "carol")).Code);
    }

    private static async Task<OwnEmulator> EmulatorWith(AppRegistration application) =>
        await OwnEmulator.StartAsync(new EmulatorOptions { Port = 0, Directory = TenantDirectory.CreateDefault().With(applications: [application]) });

    private Task<TokenReply> ExchangeAsync(string scope) => fixture.PostAsync(Some.Exchange(fixture.Emulator.IssueAccessToken("alice"), scope));
}
