using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using IdentityProvider = FunctionApp.Authentication.IdentityProvider;

namespace DevHost.Startup;

/// <summary>FunctionApp as its own Program sets it up, pointed at the stack by configuration and by one trusted certificate.</summary>
internal sealed class EmbeddedFunctionApp : IAsyncDisposable
{
    private EmbeddedFunctionApp(IHost host, Uri address) => (Host, Address) = (host, address);

    public IHost Host { get; }

    public Uri Address { get; }

    public static async Task<EmbeddedFunctionApp> StartAsync(LocalStack stack, LocalStackOptions options, CancellationToken cancellationToken)
    {
        var builder = global::FunctionApp.Program.CreateBuilder(["--port", options.FunctionAppPort.ToString()]);
        Connect(builder, stack, options);
        var host = builder.Build();
        try
        {
            await host.StartAsync(cancellationToken);
            var address = AddressOf(host);
            TellAddress(host, address);
            return new EmbeddedFunctionApp(host, address);
        }
        catch
        {
            await StopAsync(host);
            throw;
        }
    }

    public ValueTask DisposeAsync() => StopAsync(Host);

    private static async ValueTask StopAsync(IHost host)
    {
        await host.StopAsync(CancellationToken.None);
        host.Dispose();
    }

    private static void Connect(FunctionsApplicationBuilder builder, LocalStack stack, LocalStackOptions options)
    {
        builder.Configuration.AddInMemoryCollection(stack.Settings!).AddInMemoryCollection(options.FunctionAppSettings);
        builder.Services.AddHttpClient(IdentityProvider.HttpClientName).ConfigurePrimaryHttpMessageHandler(stack.Emulator.CreateHandler);
        builder.Services.AddSingleton(options.TimeProvider);
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
        ConsoleLogs.Configure(builder.Logging, options.Quiet);
        options.ConfigureFunctionApp?.Invoke(builder);
    }

    // On a free port the address is not known before the start.
    private static void TellAddress(IHost host, Uri address)
    {
        var configuration = host.Services.GetRequiredService<IConfiguration>();
        if (configuration["AzureAd:ResourceUrl"] is not null) return;
        configuration["AzureAd:ResourceUrl"] = $"{address}api";
        ((IConfigurationRoot)configuration).Reload();
    }

    private static Uri AddressOf(IHost host)
    {
        var address = host.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        return new Uri(address.TrimEnd('/') + "/");
    }
}
