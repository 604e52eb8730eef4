using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FunctionsObo.Benchmarks.Support;

/// <summary>The answer of <see cref="DownstreamStub"/> from a server on loopback, whoever asks: it costs as little as a server can.</summary>
internal sealed class DownstreamServer : IAsyncDisposable
{
    private readonly WebApplication _web;

    private DownstreamServer(WebApplication web) => _web = web;

    public Uri Address => new(_web.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First() + "/");

    public static async Task<DownstreamServer> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port: 0));
        builder.Logging.ClearProviders();
        var web = builder.Build();
        web.Run(async http =>
        {
            http.Response.ContentType = "application/json";
            http.Response.ContentLength = DownstreamStub.Body.Length;
            await http.Response.Body.WriteAsync(DownstreamStub.Body);
        });
        await web.StartAsync();
        return new DownstreamServer(web);
    }

    public ValueTask DisposeAsync() => _web.DisposeAsync();
}
