using System.Net.Http.Headers;
using System.Text;
using EntraEmulator.Tenants;
using FunctionApp.Functions;
using TestSupport;

namespace Local.Tests.EntraEmulator;

public sealed class ClientSecretTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private AppCredentials Daemon => fixture.Emulator.Directory.FindApplication("daemon")!.Credentials;

    [Theory]
    [InlineData("client_secret", "wrong", 401, "invalid_client", 7000215)]
    [InlineData("client_secret", "", 401, "invalid_client", 7000218)]
    [InlineData("client_id", "11111111-0000-4000-8000-000000000000", 400, "unauthorized_client", 700016)]
    [InlineData("client_id", "daemon", 400, "unauthorized_client", 700016)]
    [InlineData("client_id", WellKnown.CliClientId, 401, "invalid_client", 700025)]
    [InlineData("scope", "api://f0bc0000-0000-4000-8000-000000000010/access_as_user", 400, "invalid_scope", 1002012)]
    [InlineData("scope", "api://nowhere/.default", 400, "invalid_resource", 500011)]
    public async Task A_request_that_proves_nothing_is_refused(string parameter, string value, int status, string error, int code)
    {
        var form = Some.DaemonRequest();
        form[parameter] = value;

        TokenReply.Refused(await fixture.PostAsync(form), status, error, code);
    }

    [Fact]
    public async Task A_single_tenant_client_is_unknown_elsewhere()
    {
        TokenReply.Refused(await fixture.PostAsync("fabrikam", Some.DaemonRequest()), 400, "unauthorized_client", 700016);
        TokenReply.Refused(await fixture.PostAsync("common", Some.DaemonRequest()), 400, "unauthorized_client", 700016);
    }

    [Fact]
    public async Task Client_credentials_need_a_tenant()
    {
        var form = Some.DaemonRequest();
        (form["client_id"], form["client_secret"], form["scope"]) = (WellKnown.FunctionAppClientId, WellKnown.FunctionAppSecret, $"{WellKnown.OrdersIdUri}/.default");

        TokenReply.Refused(await fixture.PostAsync("common", form), 400, "invalid_request", 90010);
        Assert.Equal("Orders.Read.All", (await fixture.PostAsync("fabrikam", form)).Claims.GetProperty("roles")[0].GetString());
    }

    [Fact]
    public async Task A_public_client_has_no_token_of_its_own()
    {
        var form = Some.DaemonRequest();
        form["client_id"] = WellKnown.CliClientId;
        form.Remove("client_secret");

        TokenReply.Refused(await fixture.PostAsync(form), 401, "invalid_client", 7000218);
    }

    [Fact]
    public async Task Secrets_rotate_while_the_emulator_runs()
    {
        var form = Some.DaemonRequest();
        form["client_secret"] = "next";

        TokenReply.Refused(await fixture.PostAsync(form), 401, "invalid_client", 7000215);
        Daemon.AddSecret("next");
        Assert.Equal(200, (await fixture.PostAsync(form)).Status);
        Assert.Equal(200, (await fixture.PostAsync(Some.DaemonRequest())).Status);
        Daemon.RemoveSecret("next");
        TokenReply.Refused(await fixture.PostAsync(form), 401, "invalid_client", 7000215);
    }

    [Fact]
    public async Task An_expired_secret_is_told_from_a_wrong_one()
    {
        var form = Some.DaemonRequest();
        form["client_secret"] = "old";
        Daemon.AddSecret("old", TimeProvider.System.GetUtcNow().AddDays(-1));

        TokenReply.Refused(await fixture.PostAsync(form), 401, "invalid_client", 7000222);
    }

    [Fact]
    public async Task A_secret_may_come_in_the_authorization_header()
    {
        var form = Some.DaemonRequest();
        form.Remove("client_id");
        form.Remove("client_secret");

        var good = await fixture.PostAsync("contoso", form, request => request.Headers.Authorization = Basic(WellKnown.DaemonSecret));
        var bad = await fixture.PostAsync("contoso", form, request => request.Headers.Authorization = Basic("wrong"));
        var garbage = await fixture.PostAsync("contoso", form, request => request.Headers.Authorization = new AuthenticationHeaderValue("Basic", "%%%"));

        Assert.Equal(200, good.Status);
        TokenReply.Refused(bad, 401, "invalid_client", 7000215);
        TokenReply.Refused(garbage, 400, "invalid_request", 9002313);
    }

    private static AuthenticationHeaderValue Basic(string secret) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{WellKnown.DaemonClientId}:{Uri.EscapeDataString(secret)}")));
}
