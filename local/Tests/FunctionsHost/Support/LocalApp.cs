using FunctionsHost;
using FunctionsHost.Configuration;
using FunctionsHost.Diagnostics;
using FunctionsHost.InProcess;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Logging;
using TestSupport;

namespace Local.Tests.FunctionsHost.Support;

/// <summary>An app of test functions on the real worker, behind a host on a free port, with files and logs of its own.</summary>
internal sealed class LocalApp : IAsyncDisposable
{
    private LocalApp(HostedApp host, RecordedLogs logs)
    {
        (Host, Logs) = (host, logs);
        Client = new HttpClient { BaseAddress = host.Address };
    }

    public HostedApp Host { get; }

    /// <summary>What the host and its worker logged.</summary>
    public RecordedLogs Logs { get; }

    public Uri Address => Host.Address;

    public HttpClient Client { get; }

    public static Task<LocalApp> StartAsync<TFunctions>(
        Action<AppSetup>? configure = null, AppFiles? files = null, FunctionsHostOptions? options = null) =>
        StartAsync([typeof(TFunctions)], configure, files, options);

    public static async Task<LocalApp> StartAsync(
        Type[] functions, Action<AppSetup>? configure = null, AppFiles? files = null, FunctionsHostOptions? options = null)
    {
        using var directory = (files ?? new AppFiles()).Write();
        var logs = new RecordedLogs();
        var app = new AppInProcess(typeof(LocalApp).Assembly, args => FunctionsApplication.CreateBuilder(args).Build())
        {
            Configure = (builder, _) =>
            {
                builder.UseFunctionsFrom(functions);
                configure?.Invoke(builder);
            },
        };
        options ??= new FunctionsHostOptions { Port = 0 };
        var more = options.ConfigureLogging;
        options = options with
        {
            SettingsDirectory = directory.Path,
            LocalSettings = directory.Settings ?? options.LocalSettings,
            ConfigureLogging = logging =>
            {
                logging.AddProvider(logs);
                more?.Invoke(logging);
            },
        };
        return new LocalApp(await HostedApp.StartAsync(app, options, CancellationToken.None), logs);
    }

    /// <summary>What stops this app from starting.</summary>
    public static async Task<FunctionsHostException> RefusalAsync<TFunctions>(AppFiles? files = null) =>
        await Assert.ThrowsAsync<FunctionsHostException>(() => StartAsync<TFunctions>(configure: null, files));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
    }
}
