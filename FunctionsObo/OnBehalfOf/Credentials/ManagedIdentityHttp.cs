using FunctionsObo.Registration;
using Microsoft.Identity.Client;

namespace FunctionsObo.OnBehalfOf.Credentials;

/// <summary>
/// The app's own HTTP stack for MSAL's managed identity. Its answers of 429 and 5xx reach MSAL, which repeats the request as each kind of
/// endpoint wants it.
/// </summary>
internal sealed class ManagedIdentityHttp(IHttpMessageHandlerFactory handlers) : IMsalHttpClientFactory
{
    private const int MaximumResponseBytes = 1024 * 1024;

    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(10);

    // MSAL does not dispose it and asks once a request: the client is a shell around a pooled handler.
    public HttpClient GetHttpClient() => new(handlers.CreateHandler(IdentityPlatform.HttpClientName), disposeHandler: false)
    {
        Timeout = RequestTimeout,
        MaxResponseContentBufferSize = MaximumResponseBytes,
    };
}
