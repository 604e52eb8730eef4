using FunctionsObo.Tests.Tool.Registering;

namespace FunctionsObo.Tests.Tool.Doctor;

/// <summary>What <c>register</c> has made is right for <c>doctor</c>.</summary>
public sealed class AfterRegisterTests(RegistrationTenant tenant) : IClassFixture<RegistrationTenant>
{
    [Theory]
    [InlineData("secret")]
    [InlineData("certificate")]
    public async Task Of_what_was_registered_everything_is_fine(string credential)
    {
        tenant.Reset();
        var registered = await tenant.RegisterAsync("--with-client", "--credential", credential, "--app", DoctorFixture.App);
        Assert.True(registered.ExitCode == 0, registered.Everything);
        await File.WriteAllTextAsync(tenant.SettingsPath, tenant.Settings.Replace("http://localhost:1/", tenant.Emulator.Address.AbsoluteUri, StringComparison.Ordinal)); // where something answers

        // Not by the tenant's clock, which makes every time limit run out at once.
        var doctor = DoctorRun.Of(await ToolRun.OfAsync(
            ["doctor", "--emulator", tenant.Emulator.Address.ToString(), "--user", RegistrationTenant.Administrator, "--app", DoctorFixture.App, "--output", "json"], folder: tenant.Folder));

        Assert.True(!doctor.Found.Any(), doctor.Run.Out);
        Assert.Equal(["T6"], doctor.Checks.Where(check => check.Value.State != "fine").Select(check => check.Key));
        Assert.Equal(0, doctor.Run.ExitCode);
    }
}
