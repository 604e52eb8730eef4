using System.Net;
using FunctionsObo.Errors;

namespace FunctionsObo.OnBehalfOf.Exchange;

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
