using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EntraEmulator.Hosting;

/// <summary>Kestrel on the loopback interface and nothing else: no configuration files, no environment, no logs.</summary>
internal static class EmulatorServer
{
    private const int MaxRequestBytes = 16 * 1024 * 1024;

    public static WebApplication Create(int port, X509Certificate2 certificate)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "EntraEmulator" });
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBytes;
            Listen(kestrel, port, endpoint => endpoint.UseHttps(certificate));
        });
        var web = builder.Build();
        web.UseCallerTrace();
        web.Use(AnswerFailuresAsync);
        web.MapFallback(context => context.Response.WriteTextAsync(
            "Nothing here. Try /contoso/v2.0/.well-known/openid-configuration, /contoso/oauth2/v2.0/token (POST) or /dev/token?user=alice.\n", StatusCodes.Status404NotFound));
        return web;
    }

    public static int PortOf(WebApplication web) =>
        new Uri(web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;

    // Kestrel finds a free port for one address only; for a given port it takes both loopback addresses.
    private static void Listen(KestrelServerOptions kestrel, int port, Action<ListenOptions> configure)
    {
        if (port == 0) kestrel.Listen(IPAddress.Loopback, 0, configure);
        else kestrel.ListenLocalhost(port, configure);
    }

    private static async Task AnswerFailuresAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
        catch (Microsoft.AspNetCore.Http.BadHttpRequestException e)
        {
            await context.Response.WriteTextAsync(e.Message + "\n", e.StatusCode);
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            // There is no log to look into, so the answer says what went wrong.
            await context.Response.WriteTextAsync($"The emulator failed: {e.GetType().Name}: {e.Message}\n", StatusCodes.Status500InternalServerError);
        }
    }
}
