using TestSupport;

namespace FunctionsObo.Tests.Tool.Doctor;

/// <summary><c>functions-obo doctor --offline</c>: each mistake in the settings is found by its own check, and by no other.</summary>
public sealed class SettingsCheckTests : IDisposable
{
    private const string Secret = "Wq8~a-secret-of-this-test";

    private static readonly Uri Emulator = new("https://localhost:7443/");

    private readonly string _folder = Directory.CreateTempSubdirectory("doctor-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("S1", "AzureAd__TenantId", "{tenant id}", "AzureAd:TenantId must be a GUID", "functions-obo register")]
    [InlineData("S1", "AzureAd__ClientId", "", "AzureAd:ClientId is missing", "Set the application (client) id")]
    [InlineData("S2", "AzureAd__ClientId", "api://f0bc0000-0000-4000-8000-000000000010", "AzureAd:ClientId must be the application id", "without api://")]
    [InlineData("S2", "AzureAd__Audiences__0", "F0BC0000-0000-4000-8000-000000000010", "is compared exactly", "AzureAd:Audiences: f0bc0000-0000-4000-8000-000000000010")]
    [InlineData("S3", "AzureAd__Instance", "http://localhost:7443/", "AzureAd:Instance must be an absolute https URL", "https://login.microsoftonline.com/")]
    [InlineData("S3", "AzureAd__Instance", "https://login.example/", "login.example is none of Microsoft's clouds", "AzureAd:Instance")]
    [InlineData("S5", "AzureAd__ClientCredentials__0__SourceType", "Path", "AzureAd:ClientCredentials:0:CertificateDiskPath is missing", "SourceType")]
    [InlineData("S5", "AzureAd__ClientSecret", Secret, "both set", "Keep one of the two.")]
    [InlineData("S6", "AzureAd__ClientCredentials__0__ClientSecret", "5f4dcc3b-aa76-4d61-8327-deb882cf99aa", "looks like a GUID", "copy its value into AzureAd:ClientCredentials")]
    [InlineData("S7", "AzureAd__ClientCredentials__0__ClientSecret", "@Microsoft.KeyVault(VaultName=v;SecretName=s)", "was not resolved", "the app's identity may read the vault's secrets")]
    [InlineData("S9", "DownstreamApis__Orders__Scopes__1", "https://graph.microsoft.com/User.Read", "of several resources", "make each resource an API of its own")]
    [InlineData("S9", "DownstreamApis__Orders__Scopes__1", "api://07de7500-0000-4000-8000-000000000020/.default", ".default beside other scopes", "Keep .default, or the others.")]
    [InlineData("S9", "DownstreamApis__Graph__Scopes", "https://graph.microsoft.com/User.Read", "must be an array", "Set DownstreamApis:Graph:Scopes:0.")]
    [InlineData("S9", "DownstreamApis__Graph__Scopes__0", "User.Read", "names no resource", "https://graph.microsoft.com/User.Read")]
    [InlineData("S9", "DownstreamApis__Orders__BaseUrl", "ftp://orders", "DownstreamApis:Orders:BaseUrl must be", "Scopes:0")]
    [InlineData("S10", "AzureAd__Audiences__0", "api://f0bc0000-0000-4000-8000-000000000010", "Tokens of version 2.0 have the client id as audience", "Add f0bc0000-0000-4000-8000-000000000010 to AzureAd:Audiences.")]
    [InlineData("S10", "AzureAd__TokenVersions__1", "1.0", "Tokens of version 1.0 have the App ID URI as audience", "Add api://f0bc0000-0000-4000-8000-000000000010")]
    [InlineData("S10", "AzureAd__AllowedClientApplications__0", "my-client", "AzureAd:AllowedClientApplications:0 must be a client id", "not its object id")]
    [InlineData("S11", "AzureAd__ResourceUrl", "http://orders.contoso.com/api", "AzureAd:ResourceUrl must be an absolute https URL", "ResourceUrl")]
    [InlineData("S11", "AzureAd__ResourceUrl", "https://orders.contoso.com/v1", "the functions are below /api", "Let AzureAd:ResourceUrl end with /api")]
    [InlineData("S13", "OnBehalfOf__CircuitFailures", "1", "OnBehalfOf:CircuitFailures must be from 2 to 1000", "functions-obo settings")]
    [InlineData("S13", "AzureAd__ClientSecrt", Secret, "AzureAd:ClientSecrt is not a key of this section", "Correct or remove it.")]
    public async Task A_mistake_is_found_by_its_check_with_its_fix(string check, string key, string value, string text, string fix)
    {
        var doctor = await ExamineAsync((key, value));

        doctor.Finds(check, text, fix);
        Assert.Equal(doctor.Checks[check].State == "warning" ? 0 : 2, doctor.Run.ExitCode);
        Assert.DoesNotContain(Secret, doctor.Run.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_settings_of_the_sample_are_fine()
    {
        var doctor = await ExamineAsync();

        Assert.Equal((0, "16 checks: 15 fine, 1 could not be looked at."), (doctor.Run.ExitCode, doctor.Run.Error.Trim()));
        doctor.FindsNothing("C2", "unknown"); // when the secret ends, only the directory knows
        Assert.Contains("functions, scopes access_as_user, app roles Functions.Read.All", doctor.Checks["S14"].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_multi_tenant_API_that_admits_everybody_is_pointed_out() =>
        (await ExamineAsync(("AzureAd__TenantId", "organizations"), ("AzureAd__AllowedTenants__0", null))).Finds("S4", "every tenant is admitted", "AzureAd:AllowedTenants");

    [Fact]
    public async Task The_prefix_of_host_json_is_the_one_that_counts()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "host.json"), """{ "version": "2.0", /* none */ "extensions": { "http": { "routePrefix": "v1" } } }""");

        (await ExamineAsync()).Finds("S11", "the functions are below /v1", "routePrefix in host.json");
    }

    [Theory]
    [InlineData(true, "git tracks it", "git rm --cached local.settings.json")]
    [InlineData(false, "", "")]
    public async Task A_secret_in_a_file_that_git_tracks_is_found(bool isTracked, string text, string fix)
    {
        await GitAsync("init", "--quiet");
        await File.WriteAllTextAsync(Path.Combine(_folder, "local.settings.json"), "{}");
        if (isTracked) await GitAsync("add", "local.settings.json");

        var doctor = await ExamineAsync(("AzureAd__Instance", "https://login.microsoftonline.com/"), ("AzureAd__ClientCredentials__0__ClientSecret", Secret));

        if (isTracked) doctor.Finds("S8", text, fix);
        else doctor.FindsNothing("S8", "fine");
    }

    [Fact]
    public async Task A_variable_that_stands_over_the_file_and_a_key_with_colons_are_found()
    {
        var variable = await ExamineAsync([], new(StringComparer.Ordinal) { ["AzureAd__ClockSkew"] = "00:02:00", ["AzureAd__SendX5C"] = "false" });
        var colons = await ExamineAsync(("AzureAd:ClockSkew", "00:02:00"), ("AzureAd__ClockSkew", null));

        variable.Finds("S12", "AzureAd:ClockSkew: the variable AzureAd__ClockSkew stands over what local.settings.json says", "Remove the variable AzureAd__ClockSkew");
        colons.Finds("S12", "AzureAd:ClockSkew is written with colons", "Write it as AzureAd__ClockSkew");
    }

    [Fact]
    public async Task What_the_code_does_not_declare_is_found() => DoctorRun.Of(await RunAsync(typeof(SettingsCheckTests).Assembly.Location)).Finds("S14", "does not say who may call it", "Add [RequiredScope]");

    [Fact]
    public async Task Of_an_app_in_Azure_only_Azure_knows_whether_a_reference_is_resolved()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "azure.json"), """
            [ { "name": "AzureAd__TenantId", "value": "contoso.com" }, { "name": "AzureAd__ClientId", "value": "f0bc0000-0000-4000-8000-000000000010" },
              { "name": "AzureAd__ClientSecret", "value": "@Microsoft.KeyVault(VaultName=v;SecretName=s)" } ]
            """);

        var doctor = DoctorRun.Of(await ToolRun.OfAsync(["doctor", "--offline", "--output", "json", "--settings", "azure.json"], folder: _folder));

        doctor.FindsNothing("S7", "unknown");
        Assert.Contains("under Environment variables", doctor.Checks["S7"].Fix, StringComparison.Ordinal);
    }

    private Task<DoctorRun> ExamineAsync(params (string Key, string? Value)[] changes) => ExamineAsync(changes, null);

    private async Task<DoctorRun> ExamineAsync((string Key, string? Value)[] changes, Dictionary<string, string>? variables)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "local.settings.json"), DoctorFixture.Settings(Emulator, changes));
        return DoctorRun.Of(await RunAsync(DoctorFixture.App, variables));
    }

    private async Task<ToolRun> RunAsync(string app, Dictionary<string, string>? variables = null)
    {
        if (!File.Exists(Path.Combine(_folder, "local.settings.json"))) await File.WriteAllTextAsync(Path.Combine(_folder, "local.settings.json"), DoctorFixture.Settings(Emulator));
        return await ToolRun.OfAsync(["doctor", "--offline", "--output", "json", "--app", app], variables: variables, folder: _folder);
    }

    private async Task GitAsync(params string[] args) => Assert.Equal(0, (await FunctionsObo.Tool.Output.Programs.RunAsync(_folder, "git", args, null, CancellationToken.None))?.ExitCode);
}
