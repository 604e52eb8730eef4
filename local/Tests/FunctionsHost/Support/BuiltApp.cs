using System.Reflection;
using FunctionsHost;
using FunctionsHost.Configuration;
using FunctionsHost.Processes;
using Microsoft.Extensions.Logging;
using TestSupport;

namespace Local.Tests.FunctionsHost.Support;

/// <summary>FunctionApp as it was built, in worker processes. Its identity platform is a port where nobody listens.</summary>
internal sealed class BuiltApp : IAsyncDisposable
{
    private BuiltApp(HostedApp host, RecordedLogs logs) =>
        (Host, Logs, Client) = (host, logs, new HttpClient { BaseAddress = host.Address });

    public static string Folder { get; } = Repository.PathOf(
        Path.Combine("FunctionApp", "bin", typeof(BuiltApp).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration, "net10.0"));

    /// <summary>Enough for the app to start.</summary>
    public static IReadOnlyDictionary<string, string> Settings
    {
        get => LocalSettings.Read(Repository.PathOf("local.settings.sample.json")).Values.ToDictionary(
            setting => setting.Key.Replace(":", "__", StringComparison.Ordinal),
            setting => setting.Value.Replace("localhost:7443", "localhost:1", StringComparison.Ordinal),
            StringComparer.OrdinalIgnoreCase);
    }

    public HostedApp Host { get; }

    public RecordedLogs Logs { get; }

    public HttpClient Client { get; }

    public static Task<BuiltApp> StartAsync(int instances = 1) => StartAsync(new AppProcess(Folder) { Instances = instances, Environment = Settings });

    public static async Task<BuiltApp> StartAsync(AppProcess app)
    {
        using var directory = new AppFiles().Write();
        var logs = new RecordedLogs();
        var options = new FunctionsHostOptions { Port = 0, SettingsDirectory = directory.Path, ConfigureLogging = logging => logging.AddProvider(logs) };
        return new BuiltApp(await HostedApp.StartAsync(app, options, CancellationToken.None), logs);
    }

    /// <summary>What the app says of its health; the host itself would say nothing.</summary>
    public async Task<string> HealthAsync() => await (await Client.GetAsync("/api/health")).Content.ReadAsStringAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
    }
}
