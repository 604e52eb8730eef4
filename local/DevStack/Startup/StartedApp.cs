using FunctionsHost;
using FunctionsHost.InProcess;
using FunctionsObo.Registration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DevStack.Startup;

/// <summary>FunctionApp as its own Program sets it up, on the real worker, pointed at the stack by configuration and by one trusted certificate.</summary>
internal static class StartedApp
{
    /// <summary>How long FunctionApp's own services may take to stop.</summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    /// <param name="stack">What the app is connected to.</param>
    /// <param name="others">The start of all that. The app's host and its program start meanwhile; the app itself waits for it.</param>
    /// <param name="options">Where and how the app runs.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    public static Task<HostedApp> StartAsync(LocalStack stack, Task others, LocalStackOptions options, CancellationToken cancellationToken) => HostedApp.StartAsync(
        (options.App ?? throw new InvalidOperationException("No app is given.")) with
        {
            Settings = address =>
            {
                others.GetAwaiter().GetResult(); // the program has a thread of its own
                return StackSettings.ForAppAt(address, stack);
            },
            Configure = (builder, _) => Connect(builder, stack, options),
        },
        new FunctionsHostOptions
        {
            Port = options.FunctionAppPort,
            LocalSettings = StoreStart.For(options.LocalSettings, stack.Store),
            ConfigureLogging = logging => ConsoleLogs.Configure(logging, options),
        },
        cancellationToken);

    /// <summary>Whether a configuration names an identity platform on this machine.</summary>
    public static bool TrustsEmulator(IConfiguration configuration) =>
        Uri.TryCreate(configuration["AzureAd:Instance"], UriKind.Absolute, out var instance) && instance.IsLoopback;

    private static void Connect(AppSetup builder, LocalStack stack, LocalStackOptions options)
    {
        builder.Configuration.AddInMemoryCollection(options.FunctionAppSettings);
        if (TrustsEmulator(builder.Configuration))
            builder.Services.AddHttpClient(IdentityPlatform.HttpClientName).ConfigurePrimaryHttpMessageHandler(stack.Emulator.CreateHandler);
        builder.Services.AddSingleton(options.TimeProvider);
        builder.Services.Configure<HostOptions>(host => (host.ShutdownTimeout, host.ServicesStartConcurrently) = (StopTimeout, true));
        ConsoleLogs.Limit(builder.Logging);
        options.ConfigureFunctionApp?.Invoke(builder);
    }
}
