using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace FunctionsObo.Logging;

/// <summary>Says for a log which check of TLS failed, for which name and which certificate.</summary>
internal static class TlsFault
{
    private const X509ChainStatusFlags Dates = X509ChainStatusFlags.NotTimeValid;
    private const X509ChainStatusFlags Trust = X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain;

    public static OurText Of(AuthenticationException failure) => failure is UntrustedServerException untrusted
        ? OurText.Of($"{Check(untrusted.Errors, untrusted.Chain)}; asked for {untrusted.Name}, and the certificate's subject is {untrusted.Subject}")
        : OfMessage(failure.Message);

    private static OurText Check(SslPolicyErrors errors, X509ChainStatusFlags chain) => errors switch
    {
        _ when errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) => OurText.Of($"it showed no certificate"),
        _ when errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) => OurText.Of($"its certificate is for another name"),
        _ => Chain(chain),
    };

    private static OurText Chain(X509ChainStatusFlags chain) => chain switch
    {
        _ when (chain & Dates) != X509ChainStatusFlags.NoError => OurText.Of($"its certificate has expired, or is not valid yet"),
        _ when (chain & Trust) != X509ChainStatusFlags.NoError =>
            OurText.Of($"its certificate is from nobody that this machine trusts ({chain}). A proxy that opens TLS needs its root certificate here"),
        not X509ChainStatusFlags.NoError => OurText.Of($"its certificate is not good ({chain})"),
        _ => OurText.Of($"no common protocol or cipher, or it is no TLS"),
    };

    /// <summary>Of a handler with a check of its own there is only the framework's sentence: it ends with the names of the checks, which are known.</summary>
    private static OurText OfMessage(string message) => Check(
        message.Contains(nameof(SslPolicyErrors.RemoteCertificateNameMismatch), StringComparison.Ordinal) ? SslPolicyErrors.RemoteCertificateNameMismatch : SslPolicyErrors.None,
        Enum.GetValues<X509ChainStatusFlags>().Where(flag => flag != X509ChainStatusFlags.NoError && message.Contains($"{flag}", StringComparison.Ordinal))
            .Aggregate(X509ChainStatusFlags.NoError, static (all, flag) => all | flag));
}
