using EntraEmulator.Faults;
using EntraEmulator.Stats;
using TestSupport;

namespace FunctionsObo.Tests.Tool.Doctor;

/// <summary>Whether the app is there, once, and looked after: each mistake is found by its own check, and by no other.</summary>
public sealed class PresenceCheckTests(DoctorFixture fixture) : IClassFixture<DoctorFixture>, IDisposable
{
    public void Dispose() => fixture.Heal();

    [Fact]
    public async Task R1_an_application_that_was_deleted_can_be_restored()
    {
        await fixture.GraphAsync("DELETE", DoctorFixture.Application);

        await fixture.FindsAsync("R1", "was deleted", "Restore it");
    }

    [Fact]
    public async Task R1_an_application_that_is_not_there_is_registered() => (await fixture.ExamineAsync(
        ("AzureAd__ClientId", "f0bc0000-0000-4000-8000-00000000dead"), ("AzureAd__Audiences__0", null), ("AzureAd__ClientCredentials__0__ClientSecret", "x~secret"))).Finds("R1", "The tenant has no application", "functions-obo register");

    [Theory]
    [InlineData(WellKnown.FunctionAppClientId, "The app is disabled")]
    [InlineData(WellKnown.OrdersAppId, "Orders (api://07de7500-0000-4000-8000-000000000020) is disabled")]
    public async Task R2_a_service_principal_that_is_disabled(string appId, string text)
    {
        await fixture.GraphAsync("PATCH", $"servicePrincipals(appId='{appId}')", """{ "accountEnabled": false }""");

        await fixture.FindsAsync("R2", text, "Enterprise applications > Properties");
    }

    [Fact]
    public async Task R2_a_downstream_API_without_service_principal()
    {
        await fixture.GraphAsync("DELETE", $"servicePrincipals(appId='{WellKnown.OrdersAppId}')");

        await fixture.FindsAsync("R2", "Orders (api://07de7500-0000-4000-8000-000000000020) has no service principal", "Have an administrator consent to it");
    }

    [Fact]
    public async Task R12_a_registration_for_one_tenant_with_settings_for_several()
    {
        fixture.Change(fixture.Functions with { MultiTenant = false });

        (await fixture.ExamineAsync(("AzureAd__AllowedTenants__1", WellKnown.FabrikamTenantId))).Finds("R12", "AzureADMyOrg", "Set its supported account types");
    }

    [Fact]
    public async Task R13_an_app_that_demands_assignment_with_nobody_assigned()
    {
        fixture.Change(fixture.Emulator.Directory.FindApplication(WellKnown.DaemonName)! with { ApplicationGrants = [] });
        await fixture.GraphAsync("PATCH", DoctorFixture.Principal, """{ "appRoleAssignmentRequired": true }""");

        await fixture.FindsAsync("R13", "nobody is", "Assign users, groups or apps");
    }

    [Fact]
    public async Task R15_another_of_the_same_name_no_owner_and_many_secrets()
    {
        await fixture.GraphAsync("POST", "applications", """{ "displayName": "functions", "signInAudience": "AzureADMyOrg" }""");
        fixture.Functions.Credentials.AddSecret("a~second").AddSecret("a~third");
        fixture.Change(fixture.Functions with { Owners = [] });

        var doctor = await fixture.FindsAsync("R15", "2 applications are named 'functions'", "Give each another name");
        Assert.Contains("It has no owner", doctor.Checks["R15"].Text, StringComparison.Ordinal);
        Assert.Contains("3 secrets are good at the same time", doctor.Checks["R15"].Text, StringComparison.Ordinal);
        Assert.Equal(0, doctor.Run.ExitCode);
    }

    [Fact]
    public async Task Who_may_not_look_learns_which_right_it_takes_and_nothing_is_wrong()
    {
        fixture.Emulator.Faults.Enqueue(new Fault { Endpoint = EmulatorEndpoint.Directory, Status = 403, Times = 0 });

        var doctor = await fixture.ExamineAsync();

        doctor.FindsNothing("R8", "unknown");
        Assert.Contains("Application.Read.All", doctor.Checks["R1"].Fix, StringComparison.Ordinal);
        Assert.Equal("fine", doctor.Checks["T5"].State);
        Assert.Equal(0, doctor.Run.ExitCode);
    }
}
