using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace FunctionsObo;

/// <summary>Says for a log why a request over the network got no answer, in words of our own: nothing of a message that others wrote.</summary>
internal static class NetworkFault
{
    private const string UntrustedName = "RemoteCertificateNameMismatch";
    private const string InTime = "no answer in time";
    private const string UnknownName = "its name is not known (DNS)";

    /// <param name="failure">What was thrown, with what lies in it.</param>
    /// <returns>The reason; null when it is nothing of the network.</returns>
    public static string? Of(Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        var chain = Chain(failure).ToList();
        if (chain.OfType<AuthenticationException>().FirstOrDefault() is { } tls) return $"TLS failed: {Tls(tls)}";
        if (chain.OfType<SocketException>().FirstOrDefault() is { } socket) return Socket(socket.SocketErrorCode);
        if (chain.OfType<HttpRequestException>().FirstOrDefault() is { } http) return Http(http);
        return chain.Exists(one => one is OperationCanceledException or TimeoutException) ? InTime : null;
    }

    private static IEnumerable<Exception> Chain(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException) yield return failure;
    }

    private static string Socket(SocketError error) => error switch
    {
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery => UnknownName,
        SocketError.ConnectionRefused => "it refuses the connection: nothing listens on that port, or a firewall says no",
        SocketError.ConnectionReset or SocketError.ConnectionAborted => "the connection was reset",
        SocketError.NetworkUnreachable or SocketError.HostUnreachable => "there is no way to it on this network",
        SocketError.TimedOut => "no connection in time",
        SocketError.OperationAborted => InTime,
        _ => $"the connection failed ({error})",
    };

    private static string Http(HttpRequestException failure) => failure switch
    {
        { StatusCode: { } status } => $"it answered {(int)status}",
        { HttpRequestError: HttpRequestError.NameResolutionError } => UnknownName,
        { HttpRequestError: HttpRequestError.ProxyTunnelError } => "the proxy does not let it through",
        { HttpRequestError: HttpRequestError.ResponseEnded } => "it ended the connection before its answer was complete",
        { HttpRequestError: HttpRequestError.InvalidResponse } => "its answer is no HTTP",
        { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => "its answer is larger than allowed",
        { HttpRequestError: HttpRequestError.SecureConnectionError } => "TLS failed",
        _ => $"the request failed ({failure.HttpRequestError})",
    };

    /// <summary>The framework's message ends with the names of the checks that failed; only names that are known are taken from it.</summary>
    private static string Tls(AuthenticationException failure)
    {
        if (failure.Message.Contains(UntrustedName, StringComparison.Ordinal)) return "its certificate is for another name";
        var checks = Enum.GetNames<X509ChainStatusFlags>().Where(name => name != nameof(X509ChainStatusFlags.NoError) && failure.Message.Contains(name, StringComparison.Ordinal)).ToList();
        return checks switch
        {
            _ when checks.Contains(nameof(X509ChainStatusFlags.NotTimeValid)) => "its certificate has expired, or is not valid yet",
            _ when checks.Contains(nameof(X509ChainStatusFlags.UntrustedRoot)) || checks.Contains(nameof(X509ChainStatusFlags.PartialChain)) =>
                $"its certificate is from nobody that this machine trusts ({string.Join(", ", checks)}). A proxy that opens TLS needs its root certificate here",
            { Count: > 0 } => $"its certificate is not good ({string.Join(", ", checks)})",
            _ => "no common protocol or cipher, or it is no TLS",
        };
    }
}
