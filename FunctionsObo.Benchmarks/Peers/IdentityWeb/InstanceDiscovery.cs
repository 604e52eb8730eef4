namespace IdentityWeb;

/// <summary>
/// MSAL asks the public cloud about every host that it does not know, once per process, and Microsoft.Identity.Web has no switch
/// for it. The question goes to the emulator, which answers as an authority of its own cloud. MSAL's requests go through the HTTP
/// client without a name.
/// </summary>
internal sealed class InstanceDiscovery(Uri instance) : DelegatingHandler
{
    private const string PublicCloud = "login.microsoftonline.com";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri is { Host: PublicCloud } asked) request.RequestUri = new Uri(instance, asked.PathAndQuery);
        return base.SendAsync(request, cancellationToken);
    }
}
