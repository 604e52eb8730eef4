using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EntraEmulator.Faults;
using EntraEmulator.Stats;
using FunctionsObo.Tests.OnBehalfOf.Credentials;
using TestSupport;

namespace FunctionsObo.Tests.Tool.Doctor;

/// <summary>What is wrong with the app's credential is found, of whatever kind it is.</summary>
public sealed class CredentialCheckTests(DoctorFixture fixture) : IClassFixture<DoctorFixture>, IDisposable
{
    private const string Another = "Wq8~a-secret-of-this-test";
    private const string Nobody = "f0bc0000-0000-4000-8000-00000000dead";
    private const string Subject = "system:serviceaccount:orders:api";

    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    private readonly RSA _key = RSA.Create(2048);

    public void Dispose()
    {
        _key.Dispose();
        fixture.Heal();
    }

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
    public async Task A_certificate_that_cannot_be_read_is_found() =>
        (await fixture.ExamineAsync(Certificate("nowhere.pem"))).Finds("C3", "there is no file", "Correct the path, or mount the file.");

    [Fact]
    public async Task A_certificate_with_a_short_key_is_found()
    {
        using var certificate = TestCertificates.Create("short", Year, keySize: 1024);

        (await fixture.ExamineAsync(Certificate(WritePem(certificate)))).Finds("C3", "has 1024 bits", "RSA key of 2048 bits");
    }

    [Fact]
    public async Task A_credential_that_is_passed_over_is_pointed_out()
    {
        var doctor = await fixture.ExamineAsync(
            ("AzureAd__ClientCredentials__0__SourceType", "Path"), ("AzureAd__ClientCredentials__0__ClientSecret", null), ("AzureAd__ClientCredentials__0__CertificateDiskPath", "nowhere.pem"),
            ("AzureAd__ClientCredentials__1__SourceType", "ClientSecret"), ("AzureAd__ClientCredentials__1__ClientSecret", WellKnown.FunctionAppSecret));

        doctor.Finds("C3", "cannot be loaded, and the next one is used", "AzureAd:ClientCredentials");
    }

    [Fact]
    public async Task A_certificate_works_once_it_is_registered_and_is_found_before()
    {
        using var certificate = TestCertificates.Create("orders", Year);
        var settings = Certificate(WritePem(certificate));

        var before = await fixture.ExamineAsync(settings);
        fixture.Functions.Credentials.AddCertificate(certificate);
        var after = await fixture.ExamineAsync(settings);
        var blind = DoctorRun.Of(await fixture.RunAsync(["--output", "json", "--settings", "local.settings.json"], settings));

        before.Finds("C4", $"The certificate {certificate.Thumbprint} is not registered", "Upload its public part");
        Assert.Equal("because of C4", before.Checks["C1"].Text);
        after.FindsNothing("C1", "fine");
        Assert.Equal("unknown", blind.Checks["C4"].State);
    }

    [Theory]
    [InlineData("https://cluster.example/", Subject, "api://other", "aud is 'api://AzureADTokenExchange', and the registration wants 'api://other'", "Correct audiences")]
    [InlineData("https://cluster.example/", "system:serviceaccount:orders:API", null, $"sub is '{Subject}', and the registration wants 'system:serviceaccount:orders:API'", "Correct subject")]
    [InlineData("https://cluster.example", Subject, null, "iss is 'https://cluster.example/', and the registration wants 'https://cluster.example'", "Correct issuer")]
    [InlineData(null, null, null, "The registration has no federated credential", "Add a federated credential")]
    [InlineData("https://cluster.example/", Subject, null, null, null)]
    public async Task A_federated_credential_is_compared_with_the_assertion(string? issuer, string? subject, string? audience, string? text, string? fix)
    {
        var cluster = new ExternalIssuer(_key);
        if (issuer is not null)
        {
            var trusted = cluster.Credential(subject!) with { Issuer = issuer };
            fixture.Functions.Credentials.AddFederatedCredential(audience is null ? trusted : trusted with { Audience = audience });
        }

        var file = Path.Combine(fixture.Folder, "assertion.jwt");
        await File.WriteAllTextAsync(file, cluster.Token(Subject));
        var doctor = await fixture.ExamineAsync(
            ("AzureAd__ClientCredentials__0__SourceType", "SignedAssertionFilePath"), ("AzureAd__ClientCredentials__0__ClientSecret", null), ("AzureAd__ClientCredentials__0__SignedAssertionFileDiskPath", file));

        if (text is null) doctor.FindsNothing("C5", "fine");
        else doctor.Finds("C5", text, fix!);
        Assert.DoesNotContain("eyJ", doctor.Run.Everything, StringComparison.Ordinal);
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

    private static (string Key, string? Value)[] Certificate(string file) =>
        [("AzureAd__ClientCredentials__0__SourceType", "Path"), ("AzureAd__ClientCredentials__0__ClientSecret", null), ("AzureAd__ClientCredentials__0__CertificateDiskPath", file)];

    private string WritePem(X509Certificate2 certificate)
    {
        var file = Path.Combine(fixture.Folder, "certificate.pem");
        using var key = certificate.GetRSAPrivateKey()!;
        File.WriteAllText(file, $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
        return file;
    }
}
