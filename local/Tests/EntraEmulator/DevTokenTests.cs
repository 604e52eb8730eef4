using FunctionApp.Functions;
using TestSupport;

namespace Local.Tests.EntraEmulator;

public sealed class DevTokenTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    [Fact]
    public async Task A_users_token_is_for_the_function_app_and_of_the_cli()
    {
        var token = await fixture.Http.GetStringAsync("dev/token?user=alice");

        var claims = Some.Payload(token);
        Assert.Equal(WellKnown.FunctionAppClientId, claims.GetProperty("aud").GetString());
        Assert.Equal($"{fixture.Emulator.Address}{WellKnown.ContosoTenantId}/v2.0", claims.GetProperty("iss").GetString());
        Assert.Equal((WellKnown.CliClientId, "0"), (claims.GetProperty("azp").GetString(), claims.GetProperty("azpacr").GetString()));
        Assert.Equal("access_as_user", claims.GetProperty("scp").GetString());
        Assert.Equal("user", claims.GetProperty("idtyp").GetString());
        Assert.Equal("2.0", claims.GetProperty("ver").GetString());
        Assert.True(Signature.Verifies(token, fixture.Emulator.Keys.Current.Certificate));
    }

    [Theory]
    [InlineData("user=carol", "tid", WellKnown.FabrikamTenantId)]
    [InlineData("user=alice@contoso.example&tenant=contoso.example", "oid", WellKnown.AliceObjectId)]
    [InlineData("user=alice&audience=graph&client=functions", "aud", WellKnown.GraphIdUri)]
    [InlineData("user=alice&audience=orders&scope=Orders.ReadWrite%20Orders.Read", "scp", "Orders.ReadWrite Orders.Read")]
    [InlineData("user=alice&scope=api://f0bc0000-0000-4000-8000-000000000010/access_as_user", "scp", "access_as_user")]
    [InlineData("user=alice&kind=id_token", "aud", WellKnown.FunctionAppClientId)]
    [InlineData("app=daemon", "azp", WellKnown.DaemonClientId)]
    [InlineData("app=daemon", "idtyp", "app")]
    public async Task Options_change_the_token(string query, string claim, string value) =>
        Assert.Equal(value, Some.Payload(await fixture.Http.GetStringAsync($"dev/token?{query}")).GetProperty(claim).GetString());

    [Fact]
    public async Task Client_capabilities_are_in_the_token() =>
        Assert.Equal("cp1", Some.Payload(await fixture.Http.GetStringAsync("dev/token?user=alice&xms_cc=cp1")).GetProperty("xms_cc")[0].GetString());

    [Fact]
    public async Task A_token_may_have_expired_already()
    {
        var claims = Some.Payload(await fixture.Http.GetStringAsync("dev/token?user=alice&lifetime=-3600"));

        var expires = DateTimeOffset.FromUnixTimeSeconds(claims.GetProperty("exp").GetInt64());
        Assert.True(expires < TimeProvider.System.GetUtcNow().AddMinutes(-59));
        Assert.True(claims.GetProperty("nbf").GetInt64() < claims.GetProperty("exp").GetInt64());
    }

    [Theory]
    [InlineData("", "user=alice|bob|carol")]
    [InlineData("user=mallory", "alice, bob, carol")]
    [InlineData("user=carol&tenant=contoso", "alice, bob")]
    [InlineData("user=alice&tenant=nowhere", "contoso, fabrikam")]
    [InlineData("user=alice&audience=nothing", "functions, graph, orders")]
    [InlineData("user=alice&client=nobody", "cli, daemon")]
    [InlineData("user=alice&scope=admin", "access_as_user")]
    [InlineData("user=alice&audience=cli", "no scopes")]
    [InlineData("user=alice&app=daemon", "one of 'user' and 'app'")]
    [InlineData("app=daemon&kind=id_token", "'user'")]
    [InlineData("user=alice&kind=saml", "id_token")]
    [InlineData("user=alice&lifetime=long", "seconds")]
    [InlineData("user=alice&usr=bob", "Known: user")]
    [InlineData("user=alice&user=bob", "once")]
    public async Task What_is_not_there_is_refused_with_what_is(string query, string says)
    {
        var response = await fixture.Http.GetAsync($"dev/token?{query}");

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains(says, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
