using EntraEmulator.Faults;
using EntraEmulator.Stats;

namespace FunctionsObo.Tests.Tool.Registering;

/// <summary>What was just made is not seen everywhere at once: it is waited for, with a word.</summary>
public sealed class ReplicationTests : IClassFixture<RegistrationTenant>
{
    private readonly RegistrationTenant _tenant;

    public ReplicationTests(RegistrationTenant tenant)
    {
        _tenant = tenant;
        tenant.Reset();
    }

    [Theory]
    [InlineData("PATCH", "/servicePrincipals(appId", 400, "The appId 'x' of the service principal does not reference a valid application object.", "application FunctionApp")]
    [InlineData("PATCH", "/servicePrincipals(appId", 403, "The backing application of the service principal being created must in the local tenant.", "application FunctionApp")]
    [InlineData("POST", "addPassword", 404, "Resource does not exist.", "the application")]
    [InlineData("POST", "oauth2PermissionGrants", 400, "one of its queried reference-property objects are not present.", "the service principals")]
    public async Task What_is_not_replicated_yet_is_waited_out_with_a_word(string method, string path, int status, string message, string what)
    {
        _tenant.Emulator.Faults.Enqueue(new Fault { Endpoint = EmulatorEndpoint.Directory, Method = method, Path = path, Status = status, Error = status == 403 ? "Authorization_RequestDenied" : "Request_BadRequest", Description = message, Times = 3 });

        var run = await _tenant.RegisterAsync();

        Assert.True(run.ExitCode == 0, run.Everything);
        Assert.Contains($"Waiting 4 s for the directory to show {what} everywhere.", run.Error, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(1 + 2 + 4), _tenant.Time.Waited);
        Assert.Contains("Nothing to change", (await _tenant.RegisterAsync()).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_secret_is_given_time_to_be_known()
    {
        _tenant.Emulator.Faults.Enqueue(new Fault { Grant = "client_credentials", Error = "invalid_client", Codes = [7000215], Times = 2 });

        var run = await _tenant.RegisterAsync();

        Assert.True(run.ExitCode == 0, run.Everything);
        Assert.Contains("Waiting 2 s for the directory to show the new credential everywhere.", run.Error, StringComparison.Ordinal);
    }
}
