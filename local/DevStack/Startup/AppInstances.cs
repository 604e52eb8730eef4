using FunctionsHost;
using FunctionsHost.Processes;
using Microsoft.Extensions.Configuration;

namespace DevStack.Startup;

/// <summary>FunctionApp in processes of its own behind one address, as when it is scaled out. They are told of the stack by environment variables.</summary>
internal static class AppInstances
{
    /// <inheritdoc cref="StartedApp.StartAsync"/>
    public static async Task<HostedApp> StartAsync(LocalStack stack, Task others, LocalStackOptions options, CancellationToken cancellationToken)
    {
        var app = options.App?.Assembly.Location ?? throw new InvalidOperationException("No app is given.");
        await others;
        return await HostedApp.StartAsync(
            new AppProcess(Path.GetDirectoryName(app)!)
            {
                Assembly = Path.GetFileName(app),
                Instances = options.Instances!.Value,
                Settings = address => Settings(StackSettings.ForAppAt(address, stack), options),
                Environment = StartedApp.TrustsEmulator(Configuration(stack, options)) ? stack.TrustFile().Variables : new Dictionary<string, string>(StringComparer.Ordinal),
            },
            new FunctionsHostOptions
            {
                Port = options.FunctionAppPort,
                LocalSettings = options.LocalSettings,
                ConfigureLogging = logging => ConsoleLogs.Configure(logging, options),
            },
            cancellationToken);
    }

    /// <summary>What they are configured with, their own address and host.json apart.</summary>
    public static IConfiguration Configuration(LocalStack stack, LocalStackOptions options) => new ConfigurationBuilder()
        .AddInMemoryCollection(Settings(stack.Settings, options)!).AddInMemoryCollection(options.LocalSettings.Values!).AddEnvironmentVariables().Build();

    private static Dictionary<string, string> Settings(IReadOnlyDictionary<string, string> ofStack, LocalStackOptions options)
    {
        var settings = new Dictionary<string, string>(ofStack, StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in options.FunctionAppSettings.Where(setting => setting.Value is not null)) settings[key] = value!;
        return settings;
    }
}
