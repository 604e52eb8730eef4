using Microsoft.Identity.Client;

namespace FunctionsObo.OnBehalfOf.Exchange;

/// <summary>MSAL with one credential: without a token cache for requests, and with one for sessions that outlive them.</summary>
internal sealed class MsalClients(IConfidentialClientApplication perRequest, Lazy<IConfidentialClientApplication> longRunning)
{
    public IConfidentialClientApplication PerRequest => perRequest;

    public IConfidentialClientApplication LongRunning => longRunning.Value;
}
