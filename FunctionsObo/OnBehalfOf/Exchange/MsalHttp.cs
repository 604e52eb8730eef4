using System.Net;
using FunctionsObo.Errors;
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
        new(new TokenEndpointHandler(handlers.CreateHandler(IdentityPlatform.HttpClientName), time), disposeHandler: false)
        {
            Timeout = RequestTimeout,
            MaxResponseContentBufferSize = MaximumResponseBytes,
        };
}

/// <summary>
/// Takes throttling and outages out of MSAL's hands. MSAL keeps a Retry-After in a process-wide table whose key has no user
/// in OBO, so that one user's 429 stops a whole tenant; here it stays with the request that got it.
/// </summary>
internal sealed class TokenEndpointHandler(HttpMessageHandler inner, TimeProvider time) : DelegatingHandler(inner)
{
    /// <exception cref="TokenEndpointException">The endpoint answered 429 or 5xx.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.TooManyRequests && (int)response.StatusCode < 500) return response;

        using (response) throw new TokenEndpointException((int)response.StatusCode, response.RetryAfter(time));
    }
}

/// <summary>The token endpoint throttles or fails.</summary>
internal sealed class TokenEndpointException(int status, TimeSpan? retryAfter)
    : Exception($"The token endpoint answered {status}.")
{
    public int Status { get; } = status;

    public TimeSpan? RetryAfter { get; } = retryAfter;
}
