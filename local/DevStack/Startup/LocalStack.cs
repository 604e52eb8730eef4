using System.Diagnostics.CodeAnalysis;
using DevStack.DownstreamApis;
using EntraEmulator;
using EntraEmulator.StackFiles;
using EntraEmulator.Tenants;
using FunctionsHost;
using Microsoft.Extensions.Logging;

namespace DevStack.Startup;

/// <summary>The identity provider, the downstream APIs and FunctionApp, in this process and on loopback.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "A stack of programs, as everybody calls it; no collection.")]
public sealed class LocalStack : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _started = new();

    private readonly ILoggerFactory _logs;

    private readonly OrderedDictionary<string, DownstreamApi> _apis = new(StringComparer.OrdinalIgnoreCase);

    private LocalStack(LocalStackOptions options) => (Definition, _logs) = (options.Stack, LoggerFactory.Create(logging => ConsoleLogs.Configure(logging, options.Quiet)));

    /// <summary>The identity provider.</summary>
    public Emulator Emulator { get; private set; } = null!;

    /// <summary>What it was started to serve.</summary>
    public StackDefinition Definition { get; }

    /// <summary>The downstream APIs by name, in the order of the stack file.</summary>
    public IReadOnlyDictionary<string, DownstreamApi> Apis => _apis;

    /// <summary>FunctionApp, or null without it.</summary>
    public HostedApp? FunctionApp { get; private set; }

    /// <summary>Where FunctionApp listens, ending in a slash; null without it.</summary>
    public Uri? FunctionAppAddress => FunctionApp?.Address;

    /// <summary>The configuration that connects a FunctionApp to this stack, here or in a process of its own.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; private set; } = null!;

    /// <summary>Starts one after the other. If one does not start, those before it are stopped again.</summary>
    /// <exception cref="StartException">A port is taken or not allowed; the message says which and what to do.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">FunctionApp's configuration is wrong.</exception>
    public static async Task<LocalStack> StartAsync(LocalStackOptions options, CancellationToken cancellationToken)
    {
        var stack = new LocalStack(options);
        try
        {
            await stack.StartPartsAsync(options, cancellationToken);
            return stack;
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

    private async Task StartPartsAsync(LocalStackOptions options, CancellationToken cancellationToken)
    {
        Ports.CheckDistinct(options);
        var directory = options.Directory ?? TenantDirectory.From(Definition);
        Emulator = await Listening.StartAsync("the Entra emulator", nameof(options.EmulatorPort), options.EmulatorPort,
            () => Emulator.StartAsync(new EmulatorOptions { Port = options.EmulatorPort, TimeProvider = options.TimeProvider, Directory = directory }, cancellationToken));
        _started.Push(Emulator);

        foreach (var api in Definition.DownstreamApis)
        {
            var started = _apis[api.Name] = await StartApiAsync(api, options, cancellationToken);
            _started.Push(started);
        }

        if (options.WithoutApp)
        {
            Settings = StackSettings.ForAppElsewhere(this, options.FunctionAppPort);
            return;
        }

        Settings = StackSettings.For(this);
        FunctionApp = await Listening.StartAsync("FunctionApp", nameof(options.FunctionAppPort), options.FunctionAppPort,
            () => StartedApp.StartAsync(this, options, cancellationToken));
        _started.Push(FunctionApp);
    }

    private Task<DownstreamApi> StartApiAsync(ApiDefinition api, LocalStackOptions options, CancellationToken cancellationToken)
    {
        var where = new DownstreamApiOptions
        {
            Port = options.PortOf(api),
            IdentityProvider = Emulator,
            CallingApplication = Definition.App.ClientId,
            TimeProvider = options.TimeProvider,
            LoggerFactory = _logs,
        };
        return Listening.StartAsync($"the {api.Name} API", $"{api.Name}Port", where.Port, () => DownstreamApi.StartAsync(api, where, cancellationToken));
    }
}
