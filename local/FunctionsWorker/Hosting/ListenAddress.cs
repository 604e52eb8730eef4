using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FunctionsWorker.Hosting;

/// <summary>Loopback alone: this host checks no function keys.</summary>
internal static class ListenAddress
{
    /// <summary>The port of <c>func start</c>.</summary>
    public const int DefaultPort = 7071;

    public static void Listen(KestrelServerOptions kestrel, int port)
    {
        // One free port on two addresses cannot be asked for.
        if (port == 0) kestrel.Listen(IPAddress.Loopback, port: 0);
        else kestrel.ListenLocalhost(port);
    }
}
