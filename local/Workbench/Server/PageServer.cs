using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Workbench.Server;

/// <summary>The server of the page, on loopback.</summary>
internal static class PageServer
{
    /// <summary>An empty builder, so that no settings of the surroundings have a say.</summary>
    /// <param name="port">Where it listens; 0 for any free port.</param>
    /// <param name="stack">What is asked of the stack; null while that is starting.</param>
    public static WebApplication Build(int port, Func<StackEndpoints?> stack)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            if (port == 0) kestrel.Listen(IPAddress.Loopback, 0);
            else kestrel.ListenLocalhost(port);
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        var server = builder.Build();
        server.Use(new PageGuard(() => stack()?.EmulatorOrigin).CheckAsync);
        server.Run(context => Assets.Find(context.Request) is { } asset ? asset.WriteAsync(context) : AskStackAsync(context, stack()));
        return server;
    }

    /// <summary>Where the page is, by the name that browsers trust without TLS.</summary>
    public static Uri AddressOf(WebApplication server) =>
        new($"http://localhost:{new Uri(server.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First()).Port}/");

    private static Task AskStackAsync(HttpContext context, StackEndpoints? stack)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (stack is not null) return stack.AnswerAsync(context);
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = "1";
        return context.Response.WriteAsync("The stack is starting.\n");
    }
}
