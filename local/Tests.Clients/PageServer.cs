using System.Net;
using System.Security.Cryptography.X509Certificates;
using DevStack.Startup;
using Local.Tests.Clients.Runtimes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using TestSupport;

namespace Local.Tests.Clients;

/// <summary>Serves the page of a client, with MSAL from its package, on http and on https.</summary>
internal sealed class PageServer : IAsyncDisposable
{
    private readonly WebApplication _web;
    private object? _settings;

    private PageServer(WebApplication web) => _web = web;

    /// <value>Without a slash at the end.</value>
    public string Http { get; private set; } = "";

    /// <value>Without a slash at the end.</value>
    public string Https { get; private set; } = "";

    public IReadOnlyList<string> Origins => [Http, Https];

    public static async Task<PageServer> StartAsync(X509Certificate2 certificate)
    {
        var key = X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.UseHttps(key));
        });
        var server = new PageServer(builder.Build());
        server.Serve("pages", "");
        server.Serve("node_modules/@azure/msal-browser/lib", "/msal");
        server._web.Map("/settings.json", settings => settings.Run(context => context.Response.WriteAsJsonAsync(server._settings)));
        await server._web.StartAsync();
        var addresses = server._web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(address => new Uri(address)).ToList();
        server.Http = $"http://localhost:{addresses.Single(address => address.Scheme == "http").Port}";
        server.Https = $"https://localhost:{addresses.Single(address => address.Scheme == "https").Port}";
        return server;
    }

    /// <summary>Tells the page where to sign in and what to call.</summary>
    public void Show(LocalStack stack) => _settings = new
    {
        authority = stack.Emulator.Address + WellKnown.ContosoTenantId,
        clientId = Registrations.PageClientId,
        scopes = Registrations.Scopes,
        api = new Uri(stack.FunctionAppAddress!, "api/"),
    };

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    private void Serve(string folder, string address)
    {
        var files = new PhysicalFileProvider(Path.GetFullPath(Path.Combine(InstalledNode.Folder, folder)));
        _web.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files, RequestPath = address });
        _web.UseStaticFiles(new StaticFileOptions { FileProvider = files, RequestPath = address });
    }
}
