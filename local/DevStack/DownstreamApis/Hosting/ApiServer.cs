using System.Net;
using DevStack.DownstreamApis.Authentication;
using DevStack.DownstreamApis.Dev;
using DevStack.DownstreamApis.Faults;
using DevStack.DownstreamApis.Seen;
using EntraEmulator.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DevStack.DownstreamApis.Hosting;

/// <summary>The server around an API: listen on loopback, authenticate, script faults, remember what was accepted.</summary>
internal static class ApiServer
{
    /// <summary>An empty builder, so that no appsettings.json or ASPNETCORE_URLS of the surroundings has a say.</summary>
    public static WebApplication Build(IApi api, DownstreamApiOptions options, SeenTokens seen, FaultScript faults)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ListenLoopback(options.Port);
        });
        builder.Services.AddSingleton(options.LoggerFactory).AddRouting();

        // A request that hangs on purpose must not hold up the end.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.Services.AddSingleton(api).AddSingleton(options).AddSingleton(options.TimeProvider).AddSingleton(seen).AddSingleton(faults);
        builder.Services.AddSingleton<TrustedIssuers>().AddSingleton<DownstreamTokenCheck>();

        // Not AddAuthentication: it brings data protection along, which makes a file of keys on this machine at the first start, and warns of it.
        builder.Services.AddAuthenticationCore(schemes => schemes.AddScheme<BearerTokenHandler>(BearerTokenHandler.SchemeName, null)).AddWebEncoders().AddTransient<BearerTokenHandler>();
        builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());

        var app = builder.Build();
        app.UseCallerTrace();
        app.UseMiddleware<FailureLog>(api);
        app.UseStatusCodePages(page => api.WriteRefusalAsync(page.HttpContext, ReasonPhrases.GetReasonPhrase(page.HttpContext.Response.StatusCode)));
        app.UseRouting();
        app.UseMiddleware<FaultsBeforeAuthentication>();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseMiddleware<SeenTokensMiddleware>();
        app.UseMiddleware<FaultsAfterAuthentication>();
        DevEndpoints.Map(app);
        api.Map(app);
        return app;
    }

    /// <summary>The address to call it at: the fixed port at localhost, a picked one at 127.0.0.1, where alone it listens.</summary>
    public static Uri ListeningAddress(this WebApplication app, int requestedPort)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        var port = new Uri(addresses.First()).Port;
        return new Uri(requestedPort == 0 ? $"http://127.0.0.1:{port}/" : $"http://localhost:{port}/");
    }

    private static void ListenLoopback(this KestrelServerOptions kestrel, int port)
    {
        if (port == 0)
            kestrel.Listen(IPAddress.Loopback, 0);
        else
            kestrel.ListenLocalhost(port);
    }
}
