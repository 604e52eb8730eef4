using FunctionsObo.Registration;
using Microsoft.Identity.Client;

namespace FunctionsObo.OnBehalfOf.Exchange;

/// <summary>Gives MSAL the app's own HTTP stack: pooled handlers, one place to configure them, bounded time and size.</summary>
internal sealed class MsalHttpClientFactory(IHttpMessageHandlerFactory handlers, TimeProvider time) : IMsalHttpClientFactory
{
    private const int MaximumResponseBytes = 1024 * 1024;

    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(10);

    // MSAL does not dispose it and asks once a request: the client is a shell around a pooled handler.
    public HttpClient GetHttpClient() =>
        new(new TokenEndpointHandler(handlers.CreateHandler(IdentityProvider.HttpClientName), time), disposeHandler: false)
        {
            Timeout = RequestTimeout,
            MaxResponseContentBufferSize = MaximumResponseBytes,
        };
}
