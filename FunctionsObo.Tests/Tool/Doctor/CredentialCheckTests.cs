using EntraEmulator.Faults;
using EntraEmulator.Stats;
using TestSupport;

namespace FunctionsObo.Tests.Tool.Doctor;

/// <summary>What the identity platform says of the app and its secret is found and explained.</summary>
public sealed class CredentialCheckTests(DoctorFixture fixture) : IClassFixture<DoctorFixture>, IDisposable
{
    private const string Another = "Wq8~a-secret-of-this-test";
    private const string Nobody = "f0bc0000-0000-4000-8000-00000000dead";

    public void Dispose() => fixture.Heal();

    [Fact]
    public async Task A_wrong_secret_is_found_and_not_shown()
    {
        var doctor = await fixture.ExamineAsync(("AzureAd__ClientCredentials__0__ClientSecret", Another));

        doctor.Finds("C1", "Graph: AADSTS7000215", "Set the secret's value, not its id");
        Assert.Equal("because of C1", doctor.Checks["T5"].Text);
        Assert.DoesNotContain(Another, doctor.Run.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_has_expired_is_found()
    {
        fixture.Functions.Credentials.RemoveSecret(WellKnown.FunctionAppSecret).AddSecret(Another, fixture.Time.GetUtcNow().AddDays(-1));

        (await fixture.ExamineAsync(("AzureAd__ClientCredentials__0__ClientSecret", Another))).Finds("C1", "AADSTS7000222", "Make a new one");
    }

    [Theory]
    [InlineData(29, "warning")]
    [InlineData(31, "fine")]
    public async Task A_secret_that_expires_within_a_month_is_pointed_out(int days, string state)
    {
        fixture.Functions.Credentials.RemoveSecret(WellKnown.FunctionAppSecret).AddSecret(Another, fixture.Time.GetUtcNow().AddDays(days));

        var doctor = await fixture.ExamineAsync(("AzureAd__ClientCredentials__0__ClientSecret", Another));

        if (state == "fine") doctor.FindsNothing("C2", state);
        else doctor.Finds("C2", "The client secret is good until", "Add a new one beside it");
    }

    [Fact]
    public async Task An_app_that_is_a_public_client_is_found()
    {
        fixture.Change(fixture.Functions with { PublicClient = true });

        (await fixture.ExamineAsync()).Finds("C6", "AADSTS700025", "Register it as a web app");
    }

    [Fact]
    public async Task An_app_that_is_not_there_is_found_without_the_directory_too()
    {
        fixture.Emulator.Faults.Enqueue(new Fault { Endpoint = EmulatorEndpoint.Directory, Status = 403, Times = 0 });

        var doctor = await fixture.ExamineAsync(("AzureAd__ClientId", Nobody), ("AzureAd__Audiences__0", null));

        Assert.Equal("unknown", doctor.Checks["R1"].State);
        Assert.Contains("AADSTS700016", doctor.Checks["C6"].Text, StringComparison.Ordinal);
        Assert.Contains("Compare both with the app registration's overview", doctor.Checks["C6"].Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_identity_platform_that_gives_no_tokens_at_the_moment_is_no_finding()
    {
        fixture.Emulator.Faults.Enqueue(new Fault { Status = 503, Times = 0 });

        var doctor = await fixture.ExamineAsync();

        doctor.FindsNothing("C1", "unknown");
        Assert.Equal(5, doctor.Run.ExitCode);
    }
}
