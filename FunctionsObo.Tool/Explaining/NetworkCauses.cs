namespace FunctionsObo.Tool.Explaining;

/// <summary>What the engine's log says when a request over the network got no answer, and what to do. A test compares the phrases with the engine's.</summary>
internal static class NetworkCauses
{
    private static readonly (string Phrase, Advice Advice)[] Known =
    [
        ("its name is not known (DNS)", new("The host's name is not known.", "Correct the host in the settings, or the resolver; a private endpoint needs its private DNS zone.")),
        ("it refuses the connection", new("Nothing listens on that port, or a firewall says no.", "Start what should listen, or correct host and port; let the firewall pass it.")),
        ("the connection was reset", new("The connection was cut off while it was in use.", "See what stands between: a firewall, a proxy, a load balancer with a short idle time.")),
        ("there is no way to it on this network", new("This network has no route to the host.", "Check the network integration of the app, its routes and firewall.")),
        ("no connection in time", new("No connection came about in time: something swallows the packets.", "Let the firewall or network security group pass it; check the port.")),
        ("no answer in time", new("There was no answer in time.", "See whether the other side is slow; else what stands between.")),
        ("its certificate is for another name", new("The server's certificate is for another host name.", "Use the name that is in the certificate; see whether DNS leads to the right machine.")),
        ("its certificate has expired, or is not valid yet", new("The server's certificate is not valid at this time.", "Have it renewed; see that the clock of this machine is right.")),
        ("its certificate is from nobody that this machine trusts", new("The server's certificate is from nobody that this machine trusts.", "Install the root certificate that signs it: the company proxy's, or that of the local emulator (SSL_CERT_FILE).")),
        ("it showed no certificate", new("The server showed no certificate.", "See that the port speaks TLS.")),
        ("its certificate is not good", new("The server's certificate is not good.", "The line says which check failed: have the certificate or its chain corrected.")),
        ("no common protocol or cipher", new("TLS did not come about: no common protocol or cipher, or the port speaks no TLS.", "Check the port and the least TLS version of both sides.")),
        ("the proxy does not let it through", new("The proxy refuses the connection.", "Let it pass the host; check HTTPS_PROXY and NO_PROXY, and whether the proxy wants a sign-in (407).")),
        ("it ended the connection before its answer was complete", new("The answer broke off.", "See what stands between, and whether the other side was restarted.")),
        ("its answer is no HTTP", new("What listens there speaks no HTTP.", "Check the port, and https against http.")),
        ("its answer is larger than allowed", new("The answer's headers are larger than allowed.", "See what the other side sends, or a proxy adds.")),
        ("TLS failed", new("TLS failed.", "Check the certificate of the other side, and what stands between.")),
    ];

    /// <summary>The first cause that a text names; null when it names none.</summary>
    public static Explanation? FindIn(string text)
    {
        var (phrase, advice) = Array.Find(Known, known => text.Contains(known.Phrase, StringComparison.Ordinal));
        return phrase is null ? null : new("network", phrase, advice.Meaning, advice.Fix);
    }
}
