using EntraEmulator;
using EntraEmulator.Tenants;
using TestSupport;

namespace Local.Tests.EntraEmulator;

public sealed class HostTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        var failure = await Assert.ThrowsAsync<IOException>(() => Emulator.StartAsync(new EmulatorOptions { Port = fixture.Emulator.Address.Port }));

        Assert.StartsWith($"Port {fixture.Emulator.Address.Port} is taken", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_certificate_is_good_for_both_loopback_names_and_has_no_private_key()
    {
        var byNumber = new UriBuilder(fixture.Emulator.Address) { Host = "127.0.0.1", Path = "dev/stats" }.Uri;

        Assert.True((await fixture.Http.GetAsync(byNumber)).IsSuccessStatusCode);
        Assert.False(fixture.Emulator.Certificate.HasPrivateKey);
    }

    [Fact]
    public async Task Nobody_trusts_the_certificate_by_accident()
    {
        using var http = new HttpClient();

        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(fixture.Emulator.Address));
    }

    [Fact]
    public async Task Tokens_of_one_emulator_are_nothing_to_another()
    {
        await using var other = await OwnEmulator.StartAsync(new EmulatorOptions { Port = 0 });

        Assert.Equal(50013, (await fixture.PostAsync(Some.Exchange(other.Emulator.IssueAccessToken("alice")))).Code);
    }

    [Fact]
    public async Task A_path_that_is_not_there_says_what_is()
    {
        var response = await fixture.Http.GetAsync("nothing");

        Assert.Equal(404, (int)response.StatusCode);
        Assert.Contains("/dev/token?user=alice", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_takes_users_and_tenants_on_top_of_the_default()
    {
        var guest = TenantDirectory.CreateDefault().FindUserByName("alice")! with { TenantId = WellKnown.FabrikamTenantId, Name = "alice-guest", Mail = "alice_guest@fabrikam.example" };
        await using var emulator = await OwnEmulator.StartAsync(new EmulatorOptions { Port = 0, Directory = TenantDirectory.CreateDefault().With(users: [guest]) });

        var home = await emulator.ExchangeAsync("User.Read");
        var away = await emulator.ExchangeAsync("User.Read", "alice-guest");

        Assert.Equal(home.Claims.GetProperty("oid").GetString(), away.Claims.GetProperty("oid").GetString());
        Assert.Equal((WellKnown.ContosoTenantId, WellKnown.FabrikamTenantId), (home.Claims.GetProperty("tid").GetString(), away.Claims.GetProperty("tid").GetString()));
    }

    [Fact]
    public void Secrets_are_not_in_the_text_of_a_registration()
    {
        var application = TenantDirectory.CreateDefault().FindApplication("functions")!;

        Assert.DoesNotContain(WellKnown.FunctionAppSecret, application.ToString(), StringComparison.Ordinal);
    }
}
