using FunctionsObo.Tool.Cloud;
using FunctionsObo.Tool.Doctor.Network;
using FunctionsObo.Tool.Output;

namespace FunctionsObo.Tool.Doctor;

/// <summary>How the identity platform, the directory and the APIs are reached.</summary>
/// <param name="cloud">Where the cloud is and who signs in; null when the settings name none.</param>
/// <param name="terminal">The world around.</param>
internal sealed class Reach(CloudChoice? cloud, Terminal terminal) : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private readonly Lazy<HttpClient> _http = new(() => CloudConnection.Client(cloud!.Addresses, terminal));

    public CloudChoice? Cloud => cloud;

    /// <summary>A connection to the cloud.</summary>
    public HttpClient Http => _http.Value;

    /// <summary>Why nobody reads the directory.</summary>
    public string DirectoryLack { get; } = cloud is null
        ? "Where Microsoft Graph is, is not known: correct AzureAd:Instance, or give --graph."
        : "The directory was not read: add --directory, and somebody who may read app registrations signs in.";

    /// <summary>A handler of one's own for an address: the emulator's certificate is trusted only there.</summary>
    public SocketsHttpHandler HandlerTo(Uri address)
    {
        if (cloud is { Addresses.IsEmulator: true } && address.Authority == cloud.Addresses.Authority.Authority) return CloudConnection.Handler(cloud.Addresses, terminal);
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = ConnectTimeout, UseCookies = false };
        if (ProxyVariables.Of(terminal.Variables) is { } proxy) handler.Proxy = proxy;
        return handler;
    }

    public void Dispose()
    {
        if (_http.IsValueCreated) _http.Value.Dispose();
    }
}
