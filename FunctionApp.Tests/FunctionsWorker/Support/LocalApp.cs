using FunctionsWorker;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FunctionApp.Tests.FunctionsWorker.Support;

/// <summary>An app of test functions, running on Kestrel on a free port, with files and logs of its own.</summary>
internal sealed class LocalApp : IAsyncDisposable
{
    private LocalApp(IHost host, RecordedLogs logs)
    {
        Host = host;
        Logs = logs;
        Address = new Uri(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Client = new HttpClient { BaseAddress = Address };
    }

    public IHost Host { get; }

    public RecordedLogs Logs { get; }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public static Task<LocalApp> StartAsync<TFunctions>(Action<FunctionsApplicationBuilder>? configure = null, AppFiles? files = null) =>
        StartAsync(typeof(TFunctions), configure, files);

    public static async Task<LocalApp> StartAsync(Type functions, Action<FunctionsApplicationBuilder>? configure = null, AppFiles? files = null)
    {
        using var directory = (files ?? new AppFiles()).Write();
        var logs = new RecordedLogs();
        var builder = Builder(directory).UseFunctionsFrom(functions);
        builder.Logging.ClearProviders().AddProvider(logs).AddFilter<RecordedLogs>(level => level >= LogLevel.Debug);
        configure?.Invoke(builder);
        var host = builder.Build();
        await host.StartAsync();
        return new LocalApp(host, logs);
    }

    public static FunctionsApplicationBuilder Builder(AppDirectory directory, params string[] args) =>
        FunctionsApplication.CreateBuilder(["--script-root", directory.Path, "--port", "0", .. args]);

    /// <summary>What stops this app from starting.</summary>
    public static async Task<FunctionStartException> RefusalAsync(Type functions, AppFiles? files = null) =>
        await Assert.ThrowsAsync<FunctionStartException>(() => StartAsync(functions, configure: null, files));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.StopAsync();
        Host.Dispose();
    }
}
