using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Certificates;
using FunctionsObo.Downstream.Calls;
using FunctionsObo.OnBehalfOf.Credentials;
using FunctionsObo.Registration;
using TestSupport;

namespace FunctionsObo.Tests.OnBehalfOf.Credentials;

/// <summary>A certificate out of a vault, which is asked over HTTP as Azure's is.</summary>
public sealed class VaultCertificateTests : IDisposable
{
    private const string Pem = "application/x-pem-file";
    private const string Pfx = "application/x-pkcs12";

    private readonly RSA _key = RSA.Create(2048);
    private readonly X509Certificate2 _certificate;

    public VaultCertificateTests()
    {
        var now = TimeProvider.System.GetUtcNow();
        _certificate = new CertificateRequest("CN=vault", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    [Theory]
    [InlineData(Pem)]
    [InlineData(Pfx)]
    public void A_vaults_certificate_comes_with_its_key(string contentType)
    {
        var vault = new Vault(_certificate, contentType, Secret(contentType));

        using var loaded = Load(vault);

        Assert.Equal((_certificate.Thumbprint, true), (loaded.Thumbprint, loaded.HasPrivateKey));
        Assert.Equal(["/certificates/api/", "/secrets/api/1"], vault.Asked);
    }

    /// <summary>The secret of a key that cannot be exported is the certificate alone.</summary>
    [Theory]
    [InlineData(Pem)]
    [InlineData(Pfx)]
    public void A_certificate_whose_key_stays_in_the_vault_is_refused(string contentType)
    {
        using var bare = X509CertificateLoader.LoadCertificate(_certificate.RawData);
        var secret = contentType == Pem ? bare.ExportCertificatePem() : Convert.ToBase64String(bare.Export(X509ContentType.Pkcs12));

        var error = Assert.Throws<ConfigurationException>(() => Load(new Vault(_certificate, contentType, secret)));

        Assert.Contains($"the certificate {_certificate.Thumbprint} has no private key", Assert.Single(error.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void An_identity_that_may_not_read_the_secret_is_an_error_of_the_vault()
    {
        var error = Assert.Throws<Azure.RequestFailedException>(() => Load(new Vault(_certificate, Pfx, secret: null)));

        Assert.Equal(403, error.Status);
    }

    [Fact]
    public async Task A_vault_that_is_no_https_address_stops_the_start()
    {
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => Stack.StartAsync(
            ("AzureAd:ClientCredentials:0:SourceType", "KeyVault"),
            ("AzureAd:ClientCredentials:0:KeyVaultUrl", "http://vault.example/"),
            ("AzureAd:ClientCredentials:0:KeyVaultCertificateName", "api")));

        Assert.Contains("KeyVaultUrl must be an absolute https URL", Assert.Single(error.Errors), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }

    private string Secret(string contentType) => contentType == Pem
        ? $"{_key.ExportPkcs8PrivateKeyPem()}\n{_certificate.ExportCertificatePem()}"
        : Convert.ToBase64String(_certificate.Export(X509ContentType.Pkcs12));

    private static X509Certificate2 Load(Vault vault)
    {
        using var http = new HttpClient(vault);
        var description = new CredentialDescription { SourceType = CredentialSource.KeyVault, KeyVaultUrl = Vault.Url, KeyVaultCertificateName = "api" };
        return new CertificateSources(TimeProvider.System, new CertificateClientOptions { Transport = new HttpClientTransport(http) }).Load(description).Certificate;
    }

    /// <summary>What the vault answers to the two requests (https://learn.microsoft.com/rest/api/keyvault).</summary>
    private sealed class Vault(X509Certificate2 certificate, string contentType, string? secret) : HttpMessageHandler
    {
        public const string Url = "https://myvault.vault.azure.net";

        public List<string> Asked { get; } = [];

        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add(request.RequestUri!.AbsolutePath);
            return request.RequestUri.AbsolutePath.StartsWith("/certificates/", StringComparison.Ordinal) ? Answer(Certificate())
                : secret is null ? new HttpResponseMessage(HttpStatusCode.Forbidden) { Content = JsonContent.Create(new { error = new { code = "Forbidden" } }) }
                : Answer(new { value = secret, id = $"{Url}/secrets/api/1", contentType });
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(Send(request, cancellationToken));

        private static HttpResponseMessage Answer(object body) => new(HttpStatusCode.OK) { Content = JsonContent.Create(body) };

        private object Certificate() => new
        {
            id = $"{Url}/certificates/api/1",
            kid = $"{Url}/keys/api/1",
            sid = $"{Url}/secrets/api/1",
            cer = Convert.ToBase64String(certificate.RawData),
            policy = new { secret_props = new { contentType } },
        };
    }
}
