using EntraEmulator.Faults;
using EntraEmulator.Stats;
using FunctionsObo.Tool.Cloud.Graph;
using TestSupport;

namespace FunctionsObo.Tests.Tool.Registering;

/// <summary>Permissions of other APIs: resolved, consented to, or said why not.</summary>
public sealed class ConsentTests : IClassFixture<RegistrationTenant>
{
    private readonly RegistrationTenant _tenant;

    public ConsentTests(RegistrationTenant tenant)
    {
        _tenant = tenant;
        tenant.Reset();
    }

    [Fact]
    public async Task Who_may_not_consent_gets_the_link_for_an_administrator_and_all_else()
    {
        _tenant.Emulator.Faults.Enqueue(new Fault { Endpoint = EmulatorEndpoint.Directory, Method = "POST", Path = "oauth2PermissionGrants", Status = 403, Times = 0 });

        var run = await _tenant.RegisterAsync();

        Assert.Equal(3, run.ExitCode);
        var app = Assert.Single(await _tenant.ApplicationsAsync("FunctionApp"));
        Assert.Contains($"{_tenant.Emulator.Address}{RegistrationTenant.TenantId}/adminconsent?client_id={app.Text("appId")}", run.Error, StringComparison.Ordinal);
        Assert.NotNull(_tenant.Secret);
    }

    [Fact]
    public async Task A_plain_user_is_told_which_role_it_takes()
    {
        var run = await _tenant.RunAsync("register", RegistrationTenant.User, ["--name", "FunctionApp", "--yes"]);

        Assert.Equal(4, run.ExitCode);
        Assert.Contains("Authorization_RequestDenied", run.Error, StringComparison.Ordinal);
        Assert.Contains("It takes the role Application Developer", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_a_policy_refuses_is_told_with_the_fix()
    {
        _tenant.Emulator.Faults.Enqueue(new Fault { Endpoint = EmulatorEndpoint.Directory, Path = "addPassword", Status = 400, Error = "CredentialInvalidLifetimeAsPerAppPolicy" });

        var run = await _tenant.RegisterAsync();

        Assert.Equal(4, run.ExitCode);
        Assert.Contains("Ask for an earlier end", run.Error, StringComparison.Ordinal);
        Assert.Contains("Run the same command again", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("api://nobody/Read", "the tenant has no service principal for api://nobody")]
    [InlineData(WellKnown.OrdersIdUri + "/orders.read", "has no enabled scope 'orders.read', compared letter by letter. It has Orders.Read, Orders.ReadWrite")]
    [InlineData(WellKnown.OrdersIdUri + "/.default", "which names no permission")]
    public async Task A_permission_that_is_not_there_is_a_problem_with_its_fix_and_the_rest_is_done(string scope, string problem)
    {
        await File.WriteAllTextAsync(_tenant.SettingsPath, _tenant.Settings.Replace($"{WellKnown.OrdersIdUri}/Orders.Read", scope, StringComparison.Ordinal));

        var run = await _tenant.RegisterAsync();

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(problem, run.Error, StringComparison.Ordinal);
        Assert.Equal(["User.Read"], (await _tenant.GetAsync("oauth2PermissionGrants")).Objects("value").Select(grant => grant.Text("scope")));
    }

    [Fact]
    public async Task An_API_that_is_called_as_the_app_gets_the_app_role_that_is_named()
    {
        _tenant.WriteSettings($$"""
            ,
                "DownstreamApis__Report__BaseUrl": "http://localhost:1/",
                "DownstreamApis__Report__Scopes__0": "{{WellKnown.OrdersIdUri}}/.default",
                "DownstreamApis__Report__RequestAppToken": "true"
            """);

        var unnamed = await _tenant.RegisterAsync("--dry-run");
        var run = await _tenant.RegisterAsync("--app-role", "Report=Orders.Read.All");
        var again = await _tenant.RegisterAsync("--app-role", "Report=Orders.Read.All");

        Assert.Contains("name it with --app-role Report={role}. It has Orders.Read.All", unnamed.Out, StringComparison.Ordinal);
        Assert.True(run.ExitCode == 0, run.Everything);
        Assert.Contains("Nothing to change", again.Error, StringComparison.Ordinal);
        var orders = (await _tenant.GetAsync($"servicePrincipals(appId='{WellKnown.OrdersAppId}')")).Text("id");
        Assert.Single((await _tenant.GetAsync($"servicePrincipals/{orders}/appRoleAssignedTo")).Objects("value"));
    }

    [Fact]
    public async Task A_service_principal_that_somebody_switched_off_is_a_problem_and_stays_off()
    {
        await _tenant.RegisterAsync();
        var app = Assert.Single(await _tenant.ApplicationsAsync("FunctionApp"));
        await _tenant.SendAsync(HttpMethod.Patch, $"servicePrincipals(appId='{app.Text("appId")}')", """{ "accountEnabled": false }""");

        var run = await _tenant.RegisterAsync();

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("AADSTS7000112", run.Error, StringComparison.Ordinal);
    }
}
