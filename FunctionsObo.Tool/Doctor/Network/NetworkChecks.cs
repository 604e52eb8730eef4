using FunctionsObo.Tool.Cloud;
using FunctionsObo.Tool.Doctor.Settings;
using FunctionsObo.Tool.Explaining;

namespace FunctionsObo.Tool.Doctor.Network;

/// <summary>Whether what the settings name can be reached from here.</summary>
internal static class NetworkChecks
{
    private static readonly string[] After = [.. StartErrors.Checks];

    /// <summary>Who issues the certificates of Microsoft's identity platform; a proxy that opens TLS issues its own.</summary>
    private static readonly string[] IssuersOfMicrosoft = ["DigiCert", "Microsoft"];

    public static IReadOnlyList<Check> All =>
    [
        new("N1", "The names of all hosts are known (DNS)", Need.Network, (patient, cancel) => OfEachAsync(patient, Name, cancel)) { After = After },
        new("N2", "They take connections, and their certificates are trusted (TCP, TLS)", Need.Network, (patient, cancel) => OfEachAsync(patient, Connection, cancel)) { After = After },
        new("N3", "The proxy lets them through, and is not asked for this machine", Need.Network, ProxyAsync) { After = After },
    ];

    private static async Task<IReadOnlyList<Finding>> OfEachAsync(Examination patient, Func<Probe, Finding?> look, CancellationToken cancellationToken)
    {
        var probes = await patient.Probes.AllAsync(patient, cancellationToken);
        return [.. probes.Select(look).OfType<Finding>().DefaultIfEmpty(Finding.Fine(string.Join(", ", probes.Select(probe => probe.Address.Authority).Distinct(StringComparer.Ordinal))))];
    }

    private static Finding? Name(Probe probe) => probe.Fault == ProbeFault.Name
        ? Finding.Unreachable($"{probe.Name}: {probe.Cause}", $"Correct the host in {probe.Name}, or the resolver of this machine; a private endpoint needs its private DNS zone.")
        : null;

    private static Finding? Connection(Probe probe) => probe.Fault switch
    {
        ProbeFault.Tls => Finding.Wrong($"{probe.Name}: {probe.Cause}", FixOf(probe) ?? "Check the certificate of the other side, and what stands between."),
        ProbeFault.Connection when probe.Name == "AzureAd:Instance" => Finding.Unreachable($"{probe.Name}: {probe.Cause}", FixOf(probe) ?? "See what stands between this machine and it: a firewall, a proxy."),
        ProbeFault.None when probe.CertificateIssuer is { } issuer && CloudAddresses.IsKnown(probe.Address) && !IsMicrosofts(issuer) =>
            Finding.Warning($"{probe.Name}: the certificate is issued by {issuer}: a proxy opens TLS on the way", "Have the proxy pass the identity platform unopened, or see that its root certificate is trusted wherever the app runs."),
        _ => null,
    };

    private static bool IsMicrosofts(string issuer) => IssuersOfMicrosoft.Any(known => issuer.Contains(known, StringComparison.OrdinalIgnoreCase));

    private static string? FixOf(Probe probe) => NetworkCauses.FindIn(probe.Cause)?.Fix;

    private static async Task<IReadOnlyList<Finding>> ProxyAsync(Examination patient, CancellationToken cancellationToken)
    {
        var probes = await patient.Probes.AllAsync(patient, cancellationToken);
        var refused = probes.Where(probe => probe.Fault == ProbeFault.Proxy).Select(probe => Finding.Unreachable($"{probe.Name}: {probe.Cause}", FixOf(probe) ?? "Check HTTPS_PROXY.")).ToList();
        if (ProxyVariables.Of(patient.Terminal.Variables) is not { } proxy) return [.. refused.DefaultIfEmpty(Finding.Fine("no variable names a proxy"))];

        var own = probes.Select(probe => probe.Address).Where(address => address.IsLoopback && !proxy.IsBypassed(address)).Select(address => address.Host).Distinct(StringComparer.Ordinal).ToList();
        if (own.Count > 0) refused.Add(Finding.Wrong($"The proxy is asked for {string.Join(", ", own)}, which is this machine", $"Set the variable NO_PROXY to {string.Join(',', own)}, with what it has already."));
        return [.. refused.DefaultIfEmpty(Finding.Fine("through the proxy that the variables name"))];
    }
}
