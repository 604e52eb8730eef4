using EntraEmulator;
using EntraEmulator.Tenants;
using FunctionApp.Functions;
using TestSupport;

namespace Local.Tests.EntraEmulator;

public sealed class RefreshTokenTests
{
    private readonly ManualTime _clock = new(new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Every_use_gives_a_new_one_for_the_same_user()
    {
        await using var emulator = await StartAsync();
        var first = await IssueAsync(emulator);

        var reply = await emulator.PostAsync(Form(first));

        Assert.NotEqual(first, reply.Text("refresh_token"), StringComparer.Ordinal);
        Assert.Equal(WellKnown.AliceObjectId, reply.Claims.GetProperty("oid").GetString());
    }

    [Fact]
    public async Task It_is_good_for_any_api_that_was_consented_to()
    {
        await using var emulator = await StartAsync();
        var form = Form(await IssueAsync(emulator));

        form["scope"] = $"{WellKnown.OrdersIdUri}/Orders.Read";
        Assert.Equal(WellKnown.OrdersAppId, (await emulator.PostAsync(form)).Claims.GetProperty("aud").GetString());
        form["scope"] = "Mail.Read";
        Assert.Equal(65001, (await emulator.PostAsync(form)).Code);
    }

    [Fact]
    public async Task It_ends_after_90_days()
    {
        await using var emulator = await StartAsync();
        var form = Form(await IssueAsync(emulator));

        _clock.Advance(TimeSpan.FromDays(89));
        Assert.Equal(200, (await emulator.PostAsync(form)).Status);
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(700082, (await emulator.PostAsync(form)).Code);
    }

    [Fact]
    public async Task It_is_of_no_use_to_another_client_or_in_another_tenant()
    {
        await using var emulator = await StartAsync();
        var form = Form(await IssueAsync(emulator));

        Assert.Equal(90072, (await emulator.PostAsync("fabrikam", form)).Code);
        (form["client_id"], form["client_secret"]) = (WellKnown.DaemonClientId, WellKnown.DaemonSecret);
        Assert.Equal(70000, (await emulator.PostAsync(form)).Code);
    }

    [Fact]
    public async Task Anything_else_is_refused()
    {
        await using var emulator = await StartAsync();

        Assert.Equal(70000, (await emulator.PostAsync(Form("nonsense"))).Code);
        Assert.Equal(70000, (await emulator.PostAsync(Form(emulator.Emulator.IssueAccessToken("alice")))).Code);
    }

    private Task<OwnEmulator> StartAsync() => OwnEmulator.StartAsync(new EmulatorOptions { Port = 0, TimeProvider = _clock });

    private static async Task<string> IssueAsync(OwnEmulator emulator) => (await emulator.ExchangeAsync("User.Read offline_access")).Text("refresh_token")!;

    private static Dictionary<string, string> Form(string refreshToken) => new(StringComparer.Ordinal)
    {
        ["grant_type"] = "refresh_token",
        ["client_id"] = WellKnown.FunctionAppClientId,
        ["client_secret"] = WellKnown.FunctionAppSecret,
        ["refresh_token"] = refreshToken,
    };
}
