using System.Net;
using System.Net.Sockets;
using Garnet;
using Garnet.server;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.Options;

namespace FunctionsObo.Tests.TokenStores.Contract;

/// <summary>A server of Redis' protocol in this process, and Microsoft's cache on it.</summary>
public sealed class GarnetFixture : IDisposable
{
    private readonly GarnetServer _server;

    public GarnetFixture()
    {
        var port = FreePort();
        _server = new GarnetServer(
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
        _server.Start();
        Cache = new RedisCache(Options.Create(new RedisCacheOptions { Configuration = $"127.0.0.1:{port}" }));
    }

    public RedisCache Cache { get; }

    public void Dispose()
    {
        Cache.Dispose();
        _server.Dispose();
    }

    /// <summary>Garnet has no port of its own choice.</summary>
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
