using EntraEmulator;
using EntraEmulator.Tenants;
using FunctionsHost.InProcess;
using FunctionsObo.Downstream;
using FunctionsObo.Registration;
using FunctionsObo.Testing.Downstream;
using FunctionsObo.Testing.Platform;
using FunctionsObo.Testing.Time;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;

namespace FunctionsObo.Testing;

/// <summary>Connects an app to its test while it is built: to an emulator of its own, to APIs in memory, to the test's clock.</summary>
internal sealed class AppUnderTest : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    private readonly TestAppOptions _options;
    private readonly Task<Emulator> _emulator;

    public AppUnderTest(TestAppOptions options)
    {
        _options = options;
        _emulator = Task.Run(StartEmulatorAsync);
    }

    public ManualTime Time { get; } = new();

    public Surprises Surprises { get; } = new();

    public FakeLogCollector Logs { get; } = FakeLogCollector.Create(new FakeLogCollectorOptions());

    /// <summary>Starts beside the app; what it knows follows when the app has said which APIs it calls.</summary>
    public Emulator Emulator => _emulator.GetAwaiter().GetResult();

    public IReadOnlyList<TestApi> Apis { get; private set; } = [];

    public IReadOnlyList<RegisteredApi> Registered { get; private set; } = [];

    /// <summary>On the thread of the app's own program, which knows by now which APIs it calls.</summary>
    public void Connect(AppSetup setup, Uri address)
    {
        var given = new ConfigurationBuilder().AddInMemoryCollection(_options.Settings).Build();
        setup.Configuration.AddConfiguration(given);
        var names = setup.Services.Select(service => service.ImplementationInstance).OfType<DownstreamApiName>().Select(name => name.Value);
        Registered = RegisteredApi.Of(names, setup.Configuration);
        var directory = TestDirectory.Create(Registered, _options.Users, given);
        Emulator.Directory.Become(directory.All);
        setup.Configuration
            .AddInMemoryCollection(Registered.SelectMany(api => api.MissingSettings(setup.Configuration)).ToList())
            .AddInMemoryCollection(Settings(directory, address))
            .AddInMemoryCollection([new("AzureAd:Instance", Emulator.Address.AbsoluteUri)])
            .AddConfiguration(given);

        setup.Services.AddHttpClient(IdentityPlatform.HttpClientName).ConfigurePrimaryHttpMessageHandler(Emulator.CreateHandler);
        Apis = [.. Registered.Select(api => AddApi(setup.Services, api, directory))];
        setup.Services.AddSingleton<TimeProvider>(Time);
        setup.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopTimeout);
        setup.Logging.AddProvider(new FakeLoggerProvider(Logs)).AddFilter<FakeLoggerProvider>(category: null, LogLevel.Trace);
        _options.ConfigureServices?.Invoke(setup.Services);
        _options.Configure?.Invoke(setup);
    }

    public async ValueTask DisposeAsync() => await (await _emulator).DisposeAsync();

    private static Dictionary<string, string?> Settings(TestDirectory directory, Uri address) => new(StringComparer.OrdinalIgnoreCase)
    {
        ["AzureAd:TenantId"] = directory.App.HomeTenantId,
        ["AzureAd:ClientId"] = directory.App.ClientId,
        ["AzureAd:ClientCredentials:0:SourceType"] = "ClientSecret",
        ["AzureAd:ClientCredentials:0:ClientSecret"] = directory.Secret,
        ["AzureAd:ResourceUrl"] = $"{address}api",
    };

    /// <summary>Its host name is its own: what libraries remember of a host for the whole process is of no other test.</summary>
    private Task<Emulator> StartEmulatorAsync() => Emulator.StartAsync(
        new EmulatorOptions { Port = 0, HostName = $"{Guid.NewGuid():N}.test", TimeProvider = Time, Directory = new TenantDirectory([], [], []) });

    private TestApi AddApi(IServiceCollection services, RegisteredApi registered, TestDirectory directory)
    {
        var api = new TestApi(registered.Name, Known);
        var tokens = new ArrivedToken(Emulator, registered, directory.App.ClientId, Time);
        services.AddHttpClient(registered.Name).ConfigurePrimaryHttpMessageHandler(provider =>
        {
            var baseUrl = provider.GetRequiredService<IOptionsMonitor<DownstreamApiOptions>>().Get(registered.Name).BaseUrl;
            return new ApiHandler(api, new Uri(baseUrl.EndsWith('/') ? baseUrl : $"{baseUrl}/"), tokens, directory.All, Surprises, Time);
        });
        return api;

        string Known(string user) => directory.All.FindUserByName(user)?.Name
            ?? throw Unknown.User(user, directory.All, nameof(user), Unknown.AddUsers);
    }
}
