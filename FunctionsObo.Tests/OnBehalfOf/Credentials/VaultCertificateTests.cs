using System.Net;
using System.Security.Cryptography.X509Certificates;
using EntraEmulator.Tenants;
using FunctionsObo.OnBehalfOf.Credentials;
using FunctionsObo.OnBehalfOf.Exchange;
using FunctionsObo.Registration;
using Microsoft.Extensions.DependencyInjection;
using TestSupport;

namespace FunctionsObo.Tests.OnBehalfOf.Credentials;

/// <summary>A certificate out of a vault, which is asked over HTTP as Azure's is.</summary>
public sealed class VaultCertificateTests : IDisposable
{
    private const string Credential = "AzureAd:ClientCredentials:0";
    private const string Pem = "application/x-pem-file";
    private const string Pfx = "application/x-pkcs12";

    private readonly X509Certificate2 _certificate = TestCertificates.Create("vault");

    [Theory]
    [InlineData(Pem)]
    [InlineData(Pfx)]
    public async Task A_vaults_certificate_comes_with_its_key(string contentType)
    {
        var vault = new Vault(_certificate, contentType, Secret(contentType));

        using var loaded = await LoadAsync(vault);

        Assert.Equal((_certificate.Thumbprint, true), (loaded.Thumbprint, loaded.HasPrivateKey));
        Assert.Equal(["/certificates/api/", "/secrets/api/1"], vault.Asked);
    }

    /// <summary>The secret of a key that cannot be exported is the certificate alone.</summary>
    [Theory]
    [InlineData(Pem)]
    [InlineData(Pfx)]
    public async Task A_certificate_whose_key_stays_in_the_vault_is_refused(string contentType)
    {
        using var bare = X509CertificateLoader.LoadCertificate(_certificate.RawData);
        var secret = contentType == Pem ? bare.ExportCertificatePem() : Convert.ToBase64String(bare.Export(X509ContentType.Pkcs12));

        var error = await Assert.ThrowsAsync<ConfigurationException>(() => LoadAsync(new Vault(_certificate, contentType, secret)));

        Assert.Contains($"the certificate {_certificate.Thumbprint} has no private key", Assert.Single(error.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_identity_that_may_not_read_the_secret_is_an_error_of_the_vault()
    {
        var error = await Assert.ThrowsAsync<Azure.RequestFailedException>(() => LoadAsync(new Vault(_certificate, Pfx, secret: null)));

        Assert.Equal(403, error.Status);
    }

    [Fact]
    public async Task A_vault_that_is_no_https_address_stops_the_start()
    {
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => Stack.StartAsync(
            ($"{Credential}:SourceType", "KeyVault"),
            ($"{Credential}:KeyVaultUrl", "http://vault.example/"),
            ($"{Credential}:KeyVaultCertificateName", "api")));

        Assert.Contains("KeyVaultUrl must be an absolute https URL", Assert.Single(error.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_an_hour_a_vault_is_asked_again_and_nobody_waits_for_it()
    {
        var directory = TenantDirectory.CreateDefault();
        directory.FindApplication("functions")!.Credentials.AddCertificate(_certificate);
        using var vault = new Vault(_certificate, Pfx, Secret(Pfx));
        using var http = new HttpClient(vault);
        await using var stack = await Stack.StartAsync(
            directory,
            builder => builder.Services.AddSingleton(Vault.Through(http)),
            ($"{Credential}:SourceType", "KeyVault"), ($"{Credential}:KeyVaultUrl", Vault.Url), ($"{Credential}:KeyVaultCertificateName", "api"));
        var client = stack.Get<ConfidentialClient>();
        var (atStart, perRequest) = (client.Current.Credential, client.Current.PerRequest);
        Assert.Equal(HttpStatusCode.OK, (await stack.GetAsync("me", "alice")).Status);
        Assert.Equal(2, vault.Asked.Count);

        vault.Hold();
        stack.Time.Advance(TimeSpan.FromHours(1));
        stack.Time.WallClockError = TimeSpan.FromHours(-1); // MSAL signs by the system's clock, and the wall clock is not what counts
        Assert.Equal(HttpStatusCode.OK, (await stack.GetAsync("me", "alice")).Status);
        Assert.Same(atStart, client.Current.Credential);
        await Eventually.TrueAsync(() => vault.Asked.Count == 3);
        vault.Release();

        await Eventually.TrueAsync(() => client.Current.Credential != atStart);
        Assert.Equal(4, vault.Asked.Count);
        Assert.Same(perRequest, client.Current.PerRequest);
        Assert.Equal(HttpStatusCode.OK, (await stack.GetAsync("me", "bob")).Status);
    }

    public void Dispose() => _certificate.Dispose();

    private string Secret(string contentType) => contentType == Pem
        ? $"{_certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem()}\n{_certificate.ExportCertificatePem()}"
        : Convert.ToBase64String(_certificate.Export(X509ContentType.Pkcs12));

    private static async Task<X509Certificate2> LoadAsync(Vault vault)
    {
        using var http = new HttpClient(vault);
        var description = new CredentialDescription { SourceType = CredentialSource.KeyVault, KeyVaultUrl = Vault.Url, KeyVaultCertificateName = "api" };
        var sources = new CertificateSources(TimeProvider.System, new MonotonicClock(TimeProvider.System), Vault.Through(http));
        return (await sources.LoadAsync(description)).Certificate;
    }
}
