using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using DevStack.DownstreamApis;
using EntraEmulator;
using EntraEmulator.Policies;
using EntraEmulator.StackFiles;
using EntraEmulator.Tenants;
using FunctionsHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DevStack.Startup;

/// <summary>The identity provider, the downstream APIs and FunctionApp, in this process and on loopback.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "A stack of programs, as everybody calls it; no collection.")]
public sealed partial class LocalStack : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _started = new();
    private readonly ILoggerFactory _logs;
    private readonly LocalStackOptions _options;
    private readonly OrderedDictionary<string, DownstreamApi> _apis = new(StringComparer.OrdinalIgnoreCase);

    private LocalStack(LocalStackOptions options) =>
        (_options, Definition, _logs) = (options, options.Stack, LoggerFactory.Create(logging => ConsoleLogs.Configure(logging, options)));

    /// <summary>The identity provider.</summary>
    public Emulator Emulator { get; private set; } = null!;

    /// <summary>What it was started to serve.</summary>
    public StackDefinition Definition { get; }

    /// <summary>The downstream APIs by name, in the order of the stack file.</summary>
    public IReadOnlyDictionary<string, DownstreamApi> Apis => _apis;

    /// <summary>FunctionApp, or null without it.</summary>
    public HostedApp? FunctionApp { get; private set; }

    /// <summary>Whether FunctionApp takes the emulator's tokens: not if its settings name another identity platform.</summary>
    public bool FunctionAppTrustsEmulator => FunctionApp is null || StartedApp.TrustsEmulator(AppConfiguration!);

    /// <summary>Where FunctionApp listens, ending in a slash; null without it.</summary>
    public Uri? FunctionAppAddress => FunctionApp?.Address;

    /// <summary>The assembly with the functions, if it is known, whether it runs here or elsewhere.</summary>
    internal Assembly? Functions => _options.App?.Assembly;

    /// <summary>What FunctionApp was configured with; null without it.</summary>
    internal IConfiguration? AppConfiguration => FunctionApp is null ? null
        : _options.Instances is null ? FunctionApp.Services.GetRequiredService<IConfiguration>()
        : AppInstances.Configuration(this, _options);

    /// <summary>The configuration that connects a FunctionApp to this stack, here or in a process of its own.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; private set; } = null!;

    /// <summary>Starts all parts, FunctionApp beside those that it calls. If one does not start, the others are stopped again.</summary>
    /// <exception cref="StartException">A port is taken or not allowed; the message says which and what to do.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">FunctionApp's configuration is wrong.</exception>
    public static async Task<LocalStack> StartAsync(LocalStackOptions options, CancellationToken cancellationToken)
    {
        Ports.CheckDistinct(options);
        var stack = new LocalStack(options);
        try
        {
            await stack.StartPartsAsync(cancellationToken);
            return stack;
        }
        catch (StartException failure)
        {
            await stack.DisposeAsync();
            throw Ports.AllTaken(options) is { } already ? new StartException(already, failure) : failure;
        }
        catch
        {
            await stack.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops in the reverse order, so that nobody calls what is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        while (_started.TryPop(out var part))
            await part.DisposeAsync();
        _logs.Dispose();
    }

    private async Task StartPartsAsync(CancellationToken cancellationToken)
    {
        await StartStoreAsync(cancellationToken);
        var others = Task.Run(() => StartOthersAsync(cancellationToken), cancellationToken);
        try
        {
            if (_options.WithoutApp) return;
            FunctionApp = await Listening.StartAsync("FunctionApp", nameof(_options.FunctionAppPort), _options.FunctionAppPort,
                () => _options.Instances is null ? StartedApp.StartAsync(this, others, _options, cancellationToken) : AppInstances.StartAsync(this, others, _options, cancellationToken));
            Add("FunctionApp", FunctionApp, new Uri(FunctionApp.Address, "api/"));
        }
        finally
        {
            await others;
        }

        ShowPage();
    }

    private async Task StartOthersAsync(CancellationToken cancellationToken)
    {
        await StartPageAsync(cancellationToken);
        var directory = WithPage(_options.Directory ?? TenantDirectory.From(Definition));
        Emulator = await Listening.StartAsync("the Entra emulator", nameof(_options.EmulatorPort), _options.EmulatorPort,
            () => Emulator.StartAsync(new EmulatorOptions { Port = _options.EmulatorPort, TimeProvider = _options.TimeProvider, Directory = directory, Policies = AccessPolicies.From(Definition), LoggerFactory = _logs }, cancellationToken));
        Add("Entra emulator", Emulator, Emulator.Address);

        foreach (var api in Definition.DownstreamApis)
        {
            var started = _apis[api.Name] = await StartApiAsync(api, cancellationToken);
            Add(api.Name, started, started.BaseAddress);
        }

        Settings = _options.WithoutApp ? StackSettings.ForAppElsewhere(this, _options.FunctionAppPort) : StackSettings.For(this);
    }

    /// <summary>The emulator's certificate in a file, as long as the stack runs.</summary>
    internal TrustFile TrustFile()
    {
        var file = new TrustFile(Emulator.Certificate);
        _started.Push(file);
        return file;
    }

    private Task<DownstreamApi> StartApiAsync(ApiDefinition api, CancellationToken cancellationToken)
    {
        var where = new DownstreamApiOptions
        {
            Port = _options.PortOf(api),
            IdentityProvider = Emulator,
            CallingApplication = Definition.App.ClientId,
            TimeProvider = _options.TimeProvider,
            LoggerFactory = _logs,
        };
        return Listening.StartAsync($"the {api.Name} API", $"{api.Name}Port", where.Port, () => DownstreamApi.StartAsync(api, where, cancellationToken));
    }

    private void Add(string name, IAsyncDisposable part, Uri address)
    {
        _started.Push(part);
        _options.Started?.Invoke(new StartedPart(name, address));
    }
}
