using System.Security.Cryptography.X509Certificates;
using FunctionsObo.Tool.Cloud.Graph;
using TestSupport;

namespace FunctionsObo.Tests.Tool.Registering;

/// <summary>Certificates and federated credentials: made, kept, rotated, never overwritten.</summary>
public sealed class KeyTests : IClassFixture<RegistrationTenant>
{
    private const string Issuer = "https://cluster.example/";

    private readonly RegistrationTenant _tenant;

    public KeyTests(RegistrationTenant tenant)
    {
        _tenant = tenant;
        tenant.Reset();
    }

    private string CertificatePath => Path.Combine(_tenant.Folder, ".local", "functionapp.pem");

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
        Assert.NotEqual(certificate.Thumbprint, Assert.Single(Assert.Single(await _tenant.ApplicationsAsync("FunctionApp")).Objects("keyCredentials")).Text("customKeyIdentifier"));
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
