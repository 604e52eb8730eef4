using System.Net;
using FunctionsHost.Configuration;
using FunctionsHost.Diagnostics;
using FunctionsHost.Functions;
using FunctionsHost.Http;
using FunctionsHost.Rpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FunctionsHost;

/// <summary>The web server of a host: one endpoint for its worker (HTTP/2), one for clients (HTTP/1.1), both on loopback.</summary>
internal sealed class HostServer : IAsyncDisposable
{
    /// <summary>The port of <c>func start</c>.</summary>
    private const int DefaultPort = 7071;

    private readonly WebApplication _web;
    private readonly ListenOptions[] _listening = new ListenOptions[2];
    private IRouter? _routes;

    private HostServer(HostJson host, FunctionsHostOptions options)
    {
        var web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = nameof(FunctionsHost) });
        ConfigureLogs(web.Logging, host, options);
        var port = options.Port ?? options.LocalSettings.Port ?? DefaultPort;
        web.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = InvocationRequests.BodyLimit;
            kestrel.Listen(IPAddress.Loopback, 0, rpc => (_listening[0], rpc.Protocols) = (rpc, HttpProtocols.Http2));
            if (port == 0) kestrel.Listen(IPAddress.Loopback, 0, Front); // one free port on two addresses cannot be asked for
            else kestrel.ListenLocalhost(port, Front);

            void Front(ListenOptions front) => (_listening[1], front.Protocols) = (front, HttpProtocols.Http1);
        });
        web.Services.AddRouting().AddHttpForwarder().AddCors()
            .AddGrpc(grpc => (grpc.MaxReceiveMessageSize, grpc.MaxSendMessageSize) = (null, null));
        web.Services.AddSingleton<InvocationTraces>().AddSingleton<WorkerLogs>().AddSingleton<ExpectedWorkers>().AddSingleton<Workers>().AddSingleton<HttpForwarding>()
            .AddSingleton(provider => new Invocations(host.FunctionTimeout, provider.GetRequiredService<InvocationTraces>(), provider.GetRequiredService<ILogger<HostServer>>()));
        _web = web.Build();
        Port = port;
        Use(host, options.LocalSettings);
    }

    public IServiceProvider Services => _web.Services;

    public ILogger Log => _web.Services.GetRequiredService<ILoggerFactory>().CreateLogger(HostLog.Category);

    /// <summary>Where workers connect to.</summary>
    public Uri RpcAddress => new($"http://127.0.0.1:{_listening[0].IPEndPoint!.Port}/");

    /// <summary>Where clients call, ending in a slash.</summary>
    public Uri Address => Port == 0 ? new($"http://127.0.0.1:{_listening[1].IPEndPoint!.Port}/") : new($"http://localhost:{Port}/");

    private int Port { get; }

    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<HostServer> StartAsync(HostJson host, FunctionsHostOptions options, CancellationToken cancellationToken)
    {
        var server = new HostServer(host, options);
        try
        {
            await server._web.StartAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>From here on requests reach functions.</summary>
    public void Serve(IRouter routes) => _routes = routes;

    public async ValueTask DisposeAsync()
    {
        await _web.StopAsync();
        await _web.DisposeAsync();
    }

    private static void ConfigureLogs(ILoggingBuilder logging, HostJson host, FunctionsHostOptions options)
    {
        foreach (var (category, level) in host.LogLevels)
            logging.AddFilter(category.Equals("default", StringComparison.OrdinalIgnoreCase) ? null : category, Enum.Parse<LogLevel>(level, ignoreCase: true));
        logging.AddFilter("Microsoft", LogLevel.Warning);
        options.ConfigureLogging?.Invoke(logging);
        logging.Services.PostConfigure<LoggerFilterOptions>(BadRequestLog.Cap);
    }

    private void Use(HostJson host, LocalSettings local)
    {
        _web.MapWhen(static http => HttpProtocol.IsHttp2(http.Request.Protocol), static rpc => rpc.UseRouting().UseEndpoints(routes => routes.MapGrpcService<WorkerService>()));
        CustomHeaders.Use(_web, host.CustomHeaders);
        Cors.Use(_web, local);
        var admin = new AdminFunctions(Services.GetRequiredService<Workers>(), Services.GetRequiredService<Invocations>(), Log);
        _web.Run(http => http.Request.Path.StartsWithSegments(AdminFunctions.Prefix, StringComparison.OrdinalIgnoreCase, out var name) ? admin.HandleAsync(http, name) : RouteAsync(http));
    }

    private async Task RouteAsync(HttpContext http)
    {
        if (_routes is null)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        var context = new RouteContext(http);
        await _routes.RouteAsync(context);
        if (context.Handler is { } handler)
        {
            http.Request.RouteValues = context.RouteData.Values;
            await handler(http);
        }
        else if (http.Request.Path == "/")
        {
            await LandingPage.WriteAsync(http.Response);
        }
        else
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }
}
