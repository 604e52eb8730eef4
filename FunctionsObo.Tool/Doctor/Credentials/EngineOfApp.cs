using FunctionsObo.Registration;
using FunctionsObo.Tool.Output;
using FunctionsObo.Tool.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FunctionsObo.Tool.Doctor.Credentials;

/// <summary>The engine with the app's settings, as the app would have it. Nothing of it runs before it is asked for.</summary>
internal sealed class EngineOfApp : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public EngineOfApp(AppSettings settings, Reach reach, Terminal terminal)
    {
        var instance = new Uri(settings.AzureAd().Instance);
        var services = AppServices.Of(settings)
            .AddSingleton(terminal.Time)
            .AddLogging(logging => logging.AddProvider(Log).SetMinimumLevel(LogLevel.Information));
        services.AddHttpClient(IdentityPlatform.HttpClientName).ConfigurePrimaryHttpMessageHandler(() => reach.HandlerTo(instance));
        _services = services.BuildServiceProvider();
    }

    /// <summary>What it says in its log.</summary>
    public EngineLog Log { get; } = new();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
