using System.Net;
using System.Security.Cryptography.X509Certificates;
using EntraEmulator.Tenants;
using FunctionsObo.OnBehalfOf.Exchange;
using FunctionsObo.Registration;
using TestSupport;

namespace FunctionsObo.Tests.OnBehalfOf.Credentials;

public sealed class CertificateTests : IDisposable
{
    private const string Credential = "AzureAd:ClientCredentials:0";

    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory();

    [Fact]
    public async Task A_certificate_file_works_and_its_renewal_is_picked_up()
    {
        var directory = TenantDirectory.CreateDefault();
        var registered = directory.FindApplication("functions")!.Credentials;
        using var first = TestCertificates.Create("first");
        using var second = TestCertificates.Create("second");
        registered.AddCertificate(first);
        await using var stack = await Stack.StartAsync(
            directory,
            ($"{Credential}:SourceType", "Path"),
            ($"{Credential}:CertificateDiskPath", WritePfx(first)),
            ($"{Credential}:CertificatePassword", "password"));
        Assert.Equal(HttpStatusCode.OK, (await stack.GetAsync("me", "alice")).Status);
        var client = stack.Get<ConfidentialClient>().Current.PerRequest;

        registered.RemoveCertificate(first).AddCertificate(second);
        WritePfx(second);

        Assert.Equal(HttpStatusCode.OK, (await stack.GetAsync("me", "bob")).Status);
        Assert.Same(client, stack.Get<ConfidentialClient>().Current.PerRequest); // MSAL asks for the certificate each time
    }

    [Theory]
    [InlineData("pem")]
    [InlineData("base64")]
    public async Task A_certificate_may_come_as(string form)
    {
        var directory = TenantDirectory.CreateDefault();
        using var certificate = TestCertificates.Create("one");
        directory.FindApplication("functions")!.Credentials.AddCertificate(certificate);
        (string, string?)[] settings = form == "pem"
            ? [($"{Credential}:SourceType", "Path"), ($"{Credential}:CertificateDiskPath", Write("one.pem", Pem(certificate)))]
            : [($"{Credential}:SourceType", "Base64Encoded"), ($"{Credential}:Base64EncodedValue", Convert.ToBase64String(certificate.Export(X509ContentType.Pkcs12)))];
        await using var stack = await Stack.StartAsync(directory, settings);
        using var expiry = stack.Measure<double>("functionsobo.credential.expiry");

        Assert.Equal(HttpStatusCode.OK, (await stack.GetAsync("me", "alice")).Status);
        Assert.Equal(certificate.NotAfter.ToUniversalTime(), stack.Get<ConfidentialClient>().Current.Credential.ExpiresOn?.UtcDateTime);
        stack.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal((certificate.NotAfter.ToUniversalTime() - stack.Time.GetUtcNow().UtcDateTime).TotalSeconds, expiry.Read(), tolerance: 0.001);
    }

    [Fact]
    public async Task A_certificate_that_has_expired_stops_the_start_and_is_named()
    {
        using var expired = TestCertificates.Create("expired", TimeSpan.FromDays(-1));

        var error = await Assert.ThrowsAsync<ConfigurationException>(() => Stack.StartAsync(
            ($"{Credential}:SourceType", "Path"), ($"{Credential}:CertificateDiskPath", Write("expired.pem", Pem(expired)))));

        Assert.Contains(expired.Thumbprint, Assert.Single(error.Errors), StringComparison.Ordinal);
    }

    public void Dispose() => _files.Delete(recursive: true);

    private static string Pem(X509Certificate2 certificate) =>
        $"{certificate.ExportCertificatePem()}\n{certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem()}";

    private string WritePfx(X509Certificate2 certificate)
    {
        var path = Path.Combine(_files.FullName, "certificate.pfx");
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pkcs12, "password"));
        return path;
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_files.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
