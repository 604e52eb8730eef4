using System.Security.Cryptography.X509Certificates;
using FunctionsObo.Tests.OnBehalfOf.Credentials;
using TestSupport;

namespace FunctionsObo.Tests.Tool.Doctor;

/// <summary>What is wrong with a certificate is found before it is sent.</summary>
public sealed class CertificateCheckTests(DoctorFixture fixture) : IClassFixture<DoctorFixture>, IDisposable
{
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    public void Dispose() => fixture.Heal();

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
