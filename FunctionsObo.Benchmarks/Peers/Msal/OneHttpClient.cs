using Microsoft.Identity.Client;

namespace Msal;

/// <summary>Gives MSAL the same HTTP client each time.</summary>
internal sealed class OneHttpClient(HttpClient http) : IMsalHttpClientFactory
{
    public HttpClient GetHttpClient() => http;
}
