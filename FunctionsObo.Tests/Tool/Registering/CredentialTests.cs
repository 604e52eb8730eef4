using System.Security.Cryptography.X509Certificates;
using EntraEmulator.Faults;
using EntraEmulator.Stats;
using FunctionsObo.Tool.Cloud.Graph;
using TestSupport;

namespace FunctionsObo.Tests.Tool.Registering;

/// <summary>Secrets, certificates and federated credentials: made, kept, rotated, never printed, never left behind.</summary>
public sealed class CredentialTests : IClassFixture<RegistrationTenant>
{
    private const string Issuer = "https://cluster.example/";

    private readonly RegistrationTenant _tenant;

    public CredentialTests(RegistrationTenant tenant)
    {
        _tenant = tenant;
        tenant.Reset();
    }

    private string CertificatePath => Path.Combine(_tenant.Folder, ".local", "functionapp.pem");

    private async Task<IReadOnlyList<System.Text.Json.Nodes.JsonObject>> CredentialsAsync(string kind) => Assert.Single(await _tenant.ApplicationsAsync("FunctionApp")).Objects(kind);

    [Fact]
    public async Task A_rotated_secret_takes_the_place_of_the_old_one_and_of_nobody_elses()
    {
        await _tenant.RegisterAsync("--secret-days", "30");
        var (first, app) = (_tenant.Secret, Assert.Single(await _tenant.ApplicationsAsync("FunctionApp")));
        await _tenant.SendAsync(HttpMethod.Post, $"applications/{app.Text("id")}/addPassword", """{ "passwordCredential": { "displayName": "theirs" } }""");

        var run = await _tenant.RegisterAsync("--rotate");

        Assert.True(run.ExitCode == 0, run.Everything);
        Assert.NotEqual(first, _tenant.Secret);
        var secrets = await CredentialsAsync("passwordCredentials");
        Assert.Equal(2, secrets.Count);
        Assert.Contains(secrets, one => one.Text("displayName") == "theirs");
        Assert.Contains(secrets, one => _tenant.Secret!.StartsWith(one.Text("hint")!, StringComparison.Ordinal) && one.Time("endDateTime") - _tenant.Time.GetUtcNow() > TimeSpan.FromDays(89));
    }

    [Fact]
    public async Task An_old_secret_stays_until_the_new_one_is_proven()
    {
        await _tenant.RegisterAsync();
        _tenant.Emulator.Faults.Enqueue(new Fault { Error = "invalid_client", Codes = [7000222], Times = 0 });

        var run = await _tenant.RegisterAsync("--rotate");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("AADSTS7000222", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await CredentialsAsync("passwordCredentials")).Count);
    }

    [Fact]
    public async Task A_secret_whose_copy_is_lost_is_replaced()
    {
        await _tenant.RegisterAsync();
        _tenant.WriteSettings();

        await _tenant.RegisterAsync();

        Assert.StartsWith(Assert.Single(await CredentialsAsync("passwordCredentials")).Text("hint")!, _tenant.Secret, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_cannot_be_put_away_is_taken_back()
    {
        _tenant.Emulator.Faults.Enqueue(new Fault { Endpoint = EmulatorEndpoint.Directory, Path = "addPassword", DelayMs = 500 });
        var running = _tenant.RegisterAsync();
        await Eventually.TrueAsync(() => _tenant.Emulator.Faults.Pending.Count == 0);
        await File.WriteAllTextAsync(_tenant.SettingsPath, "{ broken");

        var run = await running;

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("the new secret was taken back", run.Error, StringComparison.Ordinal);
        Assert.Empty(await CredentialsAsync("passwordCredentials"));
    }

    [Fact]
    public async Task Nothing_is_made_when_the_settings_cannot_be_written()
    {
        var before = await _tenant.DumpAsync();

        var run = await _tenant.RegisterAsync("--settings", Path.Combine("nowhere", "local.settings.json"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("cannot be written", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, await _tenant.DumpAsync());
    }

    [Fact]
    public async Task A_certificate_is_made_here_kept_and_rotated()
    {
        var first = await _tenant.RegisterAsync("--credential", "certificate");
        Assert.True(first.ExitCode == 0, first.Everything);
        using var certificate = X509Certificate2.CreateFromPemFile(CertificatePath);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(CertificatePath));
        Assert.Contains("\"AzureAd__ClientCredentials__0__SourceType\": \"Path\"", _tenant.Settings, StringComparison.Ordinal);

        Assert.Contains("Nothing to change", (await _tenant.RegisterAsync()).Error, StringComparison.Ordinal);
        var rotated = await _tenant.RegisterAsync("--rotate");

        Assert.True(rotated.ExitCode == 0, rotated.Everything);
        Assert.NotEqual(certificate.Thumbprint, Assert.Single(await CredentialsAsync("keyCredentials")).Text("customKeyIdentifier"));
        Assert.Contains("functionapp-2.pem", _tenant.Settings, StringComparison.Ordinal);
        Assert.True(File.Exists(CertificatePath));
    }

    [Fact]
    public async Task A_file_that_holds_something_else_is_not_overwritten()
    {
        await File.WriteAllTextAsync(CertificatePath, "somebody's");

        var run = await _tenant.RegisterAsync("--credential", "certificate");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("is not overwritten: name another file with --certificate-file", run.Error, StringComparison.Ordinal);
        Assert.Equal("somebody's", await File.ReadAllTextAsync(CertificatePath));
    }

    [Fact]
    public async Task A_managed_identity_is_trusted_by_its_principal_id()
    {
        var identity = await _tenant.SendAsync(HttpMethod.Post, "applications", """{ "displayName": "identity", "signInAudience": "AzureADMyOrg" }""");
        var principal = await _tenant.SendAsync(HttpMethod.Post, "servicePrincipals", $$"""{ "appId": "{{identity.Text("appId")}}" }""");

        var run = await _tenant.RegisterAsync("--managed-identity", principal.Text("id")!);

        Assert.True(run.ExitCode == 0, run.Everything);
        var app = Assert.Single(await _tenant.ApplicationsAsync("FunctionApp"));
        var trust = Assert.Single((await _tenant.GetAsync($"applications/{app.Text("id")}/federatedIdentityCredentials")).Objects("value"));
        Assert.Equal(($"{_tenant.Emulator.Address}{RegistrationTenant.TenantId}/v2.0", principal.Text("id"), "api://AzureADTokenExchange"), (trust.Text("issuer"), trust.Text("subject"), Assert.Single(trust.Texts("audiences"))));
        Assert.Contains($"\"AzureAd__ClientCredentials__0__ManagedIdentityClientId\": \"{identity.Text("appId")}\"", _tenant.Settings, StringComparison.Ordinal);
        Assert.Contains("Nothing to change", (await _tenant.RegisterAsync("--managed-identity", principal.Text("id")!)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_identity_that_is_named_by_its_client_id_is_told_apart()
    {
        var run = await _tenant.RegisterAsync("--managed-identity", WellKnown.OrdersAppId);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("it is not the client id", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_credential_of_another_kind_leaves_no_keys_of_the_old_one()
    {
        await _tenant.RegisterAsync();

        await _tenant.RegisterAsync("--federated-issuer", Issuer, "--federated-subject", "system", "--assertion-file", "token.txt");

        Assert.DoesNotContain("ClientSecret", _tenant.Settings, StringComparison.Ordinal);
        Assert.Contains("\"AzureAd__ClientCredentials__0__SignedAssertionFileDiskPath\"", _tenant.Settings, StringComparison.Ordinal);
    }
}
