using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;

namespace FunctionsObo.Logging;

/// <summary>Says for a log why a request over the network got no answer, in words of our own: nothing of a message that others wrote.</summary>
internal static class NetworkFault
{
    private static readonly OurText InTime = OurText.Of($"no answer in time");
    private static readonly OurText UnknownName = OurText.Of($"its name is not known (DNS)");
    private static readonly OurText NoConnectionInTime = OurText.Of($"no connection in time");

    /// <summary>Where it failed, why, and after how long if it was time that ran out.</summary>
    /// <param name="failure">What was thrown, with what lies in it.</param>
    /// <param name="address">What was asked; of it only host and port are told, and the proxy of this machine on the way there.</param>
    /// <param name="after">How long it took.</param>
    public static OurText Describe(Exception failure, Uri address, TimeSpan after)
    {
        var reason = Of(failure) ?? OurText.Of($"{OwnName.Of(failure)}");
        return Describe(reason, address, reason == InTime || reason == NoConnectionInTime ? After(after) : default);
    }

    /// <summary>There was no answer in the time that this app gives it.</summary>
    public static OurText TimedOut(Uri address, TimeSpan after) => Describe(InTime, address, After(after));

    private static OurText After(TimeSpan time) => OurText.Of($", after {time.TotalSeconds:0.#} s");

    private static OurText Describe(OurText reason, Uri address, OurText after) =>
        OurText.Of($"{OwnName.Of(address.IdnHost)}:{address.Port}: {reason}{after}{Proxy(address)}");

    /// <param name="failure">What was thrown, with what lies in it.</param>
    /// <returns>The reason; null when it is nothing of the network.</returns>
    public static OurText? Of(Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        var chain = Chain(failure).ToList();
        if (chain.OfType<AuthenticationException>().FirstOrDefault() is { } tls) return OurText.Of($"TLS failed: {TlsFault.Of(tls)}");
        if (chain.OfType<SocketException>().FirstOrDefault() is { } socket) return Socket(socket.SocketErrorCode);
        if (chain.OfType<HttpRequestException>().FirstOrDefault() is { } http) return Http(http);
        return chain.Exists(one => one is OperationCanceledException or TimeoutException) ? InTime : null;
    }

    private static IEnumerable<Exception> Chain(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException) yield return failure;
    }

    private static OurText Socket(SocketError error) => error switch
    {
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery => UnknownName,
        SocketError.ConnectionRefused => OurText.Of($"it refuses the connection: nothing listens on that port, or a firewall says no"),
        SocketError.ConnectionReset or SocketError.ConnectionAborted => OurText.Of($"the connection was reset"),
        SocketError.NetworkUnreachable or SocketError.HostUnreachable => OurText.Of($"there is no way to it on this network"),
        SocketError.TimedOut => NoConnectionInTime,
        SocketError.OperationAborted => InTime,
        _ => OurText.Of($"the connection failed ({error})"),
    };

    private static OurText Http(HttpRequestException failure) => failure switch
    {
        { HttpRequestError: HttpRequestError.ProxyTunnelError, StatusCode: { } status } => OurText.Of($"the proxy does not let it through: it answered {(int)status}"),
        { HttpRequestError: HttpRequestError.ProxyTunnelError } => OurText.Of($"the proxy does not let it through"),
        { StatusCode: { } status } => OurText.Of($"it answered {(int)status}"),
        { HttpRequestError: HttpRequestError.NameResolutionError } => UnknownName,
        { HttpRequestError: HttpRequestError.ResponseEnded } => OurText.Of($"it ended the connection before its answer was complete"),
        { HttpRequestError: HttpRequestError.InvalidResponse } => OurText.Of($"its answer is no HTTP"),
        { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => OurText.Of($"its answer is larger than allowed"),
        { HttpRequestError: HttpRequestError.SecureConnectionError } => OurText.Of($"TLS failed"),
        _ => OurText.Of($"the request failed ({failure.HttpRequestError})"),
    };

    /// <summary>The proxy that the environment of this machine names for the address; a handler may have another, or none.</summary>
    private static OurText Proxy(Uri address) =>
        HttpClient.DefaultProxy is { } proxies && !proxies.IsBypassed(address) && proxies.GetProxy(address) is { } proxy && proxy != address
            ? OurText.Of($" (the proxy of this machine is {OwnName.Of(proxy.IdnHost)}:{proxy.Port})")
            : default;
}
