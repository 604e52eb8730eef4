using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Certificates;

namespace FunctionsObo.Tests.OnBehalfOf.Credentials;

/// <summary>What the vault answers to the two requests (https://learn.microsoft.com/rest/api/keyvault).</summary>
internal sealed class Vault(X509Certificate2 certificate, string contentType, string? secret) : HttpMessageHandler
{
    public const string Url = "https://myvault.vault.azure.net";

    private TaskCompletionSource _open = Opened();

    public List<string> Asked { get; } = [];

    public static CertificateClientOptions Through(HttpClient http) => new() { Transport = new HttpClientTransport(http) };

    /// <summary>Lets who asks wait.</summary>
    public void Hold() => _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release() => _open.TrySetResult();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Asked.Add(request.RequestUri!.AbsolutePath);
        await _open.Task.WaitAsync(cancellationToken);
        return request.RequestUri.AbsolutePath.StartsWith("/certificates/", StringComparison.Ordinal) ? Answer(Certificate())
            : secret is null ? new HttpResponseMessage(HttpStatusCode.Forbidden) { Content = JsonContent.Create(new { error = new { code = "Forbidden" } }) }
            : Answer(new { value = secret, id = $"{Url}/secrets/api/1", contentType });
    }

    private static TaskCompletionSource Opened()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }

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
