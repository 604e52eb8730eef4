using System.Net;
using System.Net.Sockets;
using DevStack.Stores;
using Garnet;
using Garnet.server;

namespace DevHost;

/// <summary>A server of Redis' protocol in this process, for machines where nothing is installed. It is here and not in DevStack because its packages are larger than all of that.</summary>
internal static class GarnetStore
{
    public static SharedStore Store { get; } = new("garnet", "Microsoft.Extensions.Caching.StackExchangeRedis", StartAsync);

    private static Task<StartedStore> StartAsync(CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var port = FreePort();
            var server = new GarnetServer(
                new GarnetServerOptions
                {
                    EndPoints = [new IPEndPoint(IPAddress.Loopback, port)],
                    EnableLua = true, // Microsoft's cache writes by a script
                    LuaOptions = new LuaOptions(logger: null),
                    LogMemorySize = "64m",
                    IndexMemorySize = "1m",
                    QuietMode = true,
                },
                loggerFactory: null);
            server.Start();
            return new StartedStore(new Running(server), "Garnet", new Uri($"redis://127.0.0.1:{port}"), new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
            {
                ["ConnectionStrings:Redis"] = $"127.0.0.1:{port}",
            });
        },
        cancellationToken);

    /// <summary>Garnet has no port of its own choice.</summary>
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class Running(GarnetServer server) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            server.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
