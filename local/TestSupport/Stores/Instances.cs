using System.Net.Http.Headers;
using FunctionsHost;
using FunctionsHost.InProcess;
using FunctionsObo.OnBehalfOf;
using FunctionsObo.Registration;
using FunctionsObo.TokenStores;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace TestSupport.Stores;

/// <summary>Several instances of FunctionApp on one local stack, which share a store. They know nothing else of each other.</summary>
internal sealed class Instances : IAsyncDisposable
{
    private readonly List<(HostedApp App, HttpClient Http)> _apps = [];
    private readonly Lock _gate = new();
    private readonly Func<MemoryTokenStore, ITokenStore> _seenAs;
    private readonly Action<AppSetup>? _configure;
    private readonly (string Key, string? Value)[] _settings;
    private MemoryTokenStore? _store;

    private Instances(Func<MemoryTokenStore, ITokenStore> seenAs, Action<AppSetup>? configure, (string Key, string? Value)[] settings) =>
        (_seenAs, _configure, _settings) = (seenAs, configure, settings);

    /// <summary>The local stack, with the first instance.</summary>
    public Stack Stack { get; private set; } = null!;

    /// <summary>The store, by the clock of the stack.</summary>
    public MemoryTokenStore Store => _store!;

    /// <summary>How many exchanges there have been, of all instances.</summary>
    public long Exchanges => Stack.Emulator.Stats.Snapshot().Exchanges();

    /// <summary>Starts two instances.</summary>
    /// <param name="seenAs">What the instances see of the store; all that it can unless given.</param>
    /// <param name="configure">A last word on each instance.</param>
    /// <param name="settings">Settings of each instance.</param>
    public static async Task<Instances> StartAsync(Func<MemoryTokenStore, ITokenStore>? seenAs = null, Action<AppSetup>? configure = null, params (string Key, string? Value)[] settings)
    {
        var instances = new Instances(seenAs ?? (store => store), configure, settings);
        instances.Stack = await Stack.StartAsync(instances.Share);
        await instances.AddAsync();
        return instances;
    }

    /// <summary>Starts another instance, as when the app is scaled out or deployed.</summary>
    /// <returns>Its number.</returns>
    public async Task<int> AddAsync()
    {
        var app = AppInProcess.Of<Program>() with { Settings = _ => Stack.Local.Settings, Configure = (setup, _) => Connect(setup) };
        var started = await HostedApp.StartAsync(app, new FunctionsHostOptions { Port = 0 }, CancellationToken.None);
        _apps.Add((started, new HttpClient { BaseAddress = new Uri(started.Address, "api/") }));
        return _apps.Count;
    }

    /// <summary>A service of an instance.</summary>
    public T Get<T>(int instance)
        where T : notnull => (instance == 0 ? Stack.Local.FunctionApp! : _apps[instance - 1].App).Services.GetRequiredService<T>();

    /// <summary>Calls a function of an instance.</summary>
    public async Task<Reply> GetAsync(int instance, string path, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        using var response = await (instance == 0 ? Stack.Http : _apps[instance - 1].Http).SendAsync(request);
        return await Reply.ReadAsync(response);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (app, http) in _apps)
        {
            http.Dispose();
            await app.DisposeAsync();
        }

        await Stack.DisposeAsync();
    }

    private void Connect(AppSetup setup)
    {
        setup.Services.AddHttpClient(IdentityPlatform.HttpClientName).ConfigurePrimaryHttpMessageHandler(Stack.Emulator.CreateHandler);
        setup.Services.AddSingleton<TimeProvider>(Stack.Time);
        Share(setup);
    }

    private void Share(AppSetup setup)
    {
        setup.Configuration.AddInMemoryCollection(_settings.ToDictionary(setting => setting.Key, setting => setting.Value, StringComparer.OrdinalIgnoreCase));
        setup.Services.AddDistributedTokenCache(provider => _seenAs(StoreOf(provider.GetRequiredService<TimeProvider>())));
        _configure?.Invoke(setup);
    }

    private MemoryTokenStore StoreOf(TimeProvider time)
    {
        lock (_gate) return _store ??= new MemoryTokenStore(time);
    }
}
