using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using FunctionsObo.OnBehalfOf.Credentials;
using Microsoft.Identity.Client;

namespace FunctionsObo.Tests.OnBehalfOf.Credentials;

public sealed class ClientCredentialTests : IDisposable
{
    private readonly X509Certificate2 _certificate = TestCertificates.Create("one");

    [Fact]
    public void A_client_is_kept_for_what_it_asks_for_and_for_nothing_else()
    {
        Assert.True(Secret("one").FitsClientOf(Secret("one")));
        Assert.False(Secret("two").FitsClientOf(Secret("one")));
        Assert.True(Certificate().FitsClientOf(Certificate()));
        Assert.False(Certificate(sendX5C: true).FitsClientOf(Certificate()));
        Assert.True(Assertion("two").FitsClientOf(Assertion("one")));
        Assert.False(Certificate().FitsClientOf(Assertion("one")));
        Assert.False(Assertion("one").FitsClientOf(Secret("one")));
        Assert.False(Secret("one").FitsClientOf(Certificate()));
    }

    [Fact]
    public async Task A_client_signs_with_the_assertion_in_use() =>
        Assert.Contains("client_assertion=two", await SentAsync(Assertion("one"), inUse: Assertion("two")), StringComparison.Ordinal);

    /// <summary>A request may still be under way with a client that was replaced.</summary>
    [Fact]
    public async Task A_client_signs_with_what_it_was_built_for_while_another_kind_is_in_use()
    {
        Assert.Contains("client_assertion=one", await SentAsync(Assertion("one"), inUse: Certificate()), StringComparison.Ordinal);
        Assert.Contains("client_assertion=ey", await SentAsync(Certificate(), inUse: Secret("one")), StringComparison.Ordinal);
    }

    public void Dispose() => _certificate.Dispose();

    private static SecretCredential Secret(string value) => new(value, () => true);

    private static AssertionCredential Assertion(string value) => new("test", _ => Task.FromResult(value), default, () => true);

    private CertificateCredential Certificate(bool sendX5C = false) => new(_certificate, sendX5C, () => true);

    /// <summary>The form that MSAL sends to the token endpoint.</summary>
    private static async Task<string> SentAsync(ClientCredential builtFor, ClientCredential inUse)
    {
        using var endpoint = new TokenEndpoint();
        using var http = new HttpClient(endpoint);
        var builder = ConfidentialClientApplicationBuilder.Create("client")
            .WithAuthority("https://login.example/tenant", validateAuthority: false)
            .WithInstanceDiscovery(false)
            .WithHttpClientFactory(new Factory(http));
        builtFor.ApplyTo(builder, () => inUse);
        await builder.Build().AcquireTokenForClient(["api/.default"]).ExecuteAsync();
        return endpoint.Form;
    }

    private sealed class Factory(HttpClient http) : IMsalHttpClientFactory
    {
        public HttpClient GetHttpClient() => http;
    }

    private sealed class TokenEndpoint : HttpMessageHandler
    {
        public string Form { get; private set; } = "";

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Form = await request.Content!.ReadAsStringAsync(cancellationToken);
            return new HttpResponseMessage { Content = JsonContent.Create(new { access_token = "token", token_type = "Bearer", expires_in = 3600 }) };
        }
    }
}
