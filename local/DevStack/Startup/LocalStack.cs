using System.Diagnostics.CodeAnalysis;
using DevStack.DownstreamApis;
using DevStack.Startup;
using EntraEmulator;
using FunctionsHost;
using Microsoft.Extensions.Logging;

namespace DevStack.Startup;

/// <summary>The identity provider, the downstream APIs and FunctionApp, in this process and on loopback.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "A stack of programs, as everybody calls it; no collection.")]
public sealed class LocalStack : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _started = new();

    private readonly ILoggerFactory _logs;

    private LocalStack(LocalStackOptions options) => _logs = LoggerFactory.Create(logging => ConsoleLogs.Configure(logging, options.Quiet));

    /// <summary>The identity provider.</summary>
    public Emulator Emulator { get; private set; } = null!;

    /// <summary>The stand-in for Microsoft Graph.</summary>
    public DownstreamApi Graph { get; private set; } = null!;

    /// <summary>The Orders API.</summary>
    public DownstreamApi Orders { get; private set; } = null!;

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
        Emulator = await Listening.StartAsync("the Entra emulator", nameof(options.EmulatorPort), options.EmulatorPort,
            () => Emulator.StartAsync(new EmulatorOptions { Port = options.EmulatorPort, TimeProvider = options.TimeProvider, Directory = options.Directory }, cancellationToken));
        _started.Push(Emulator);

        var api = new DownstreamApiOptions
        {
            IdentityProvider = Emulator,
            TimeProvider = options.TimeProvider,
            LoggerFactory = _logs,
        };
        Graph = await Listening.StartAsync("the Graph API", nameof(options.GraphPort), options.GraphPort,
            () => DownstreamApi.StartGraphAsync(api with { Port = options.GraphPort }, cancellationToken));
        _started.Push(Graph);
        Orders = await Listening.StartAsync("the Orders API", nameof(options.OrdersPort), options.OrdersPort,
            () => DownstreamApi.StartOrdersAsync(api with { Port = options.OrdersPort }, cancellationToken));
        _started.Push(Orders);

        if (options.WithoutApp)
        {
            Settings = FunctionAppSettings.ForAppElsewhere(this, options.FunctionAppPort);
            return;
        }

        Settings = FunctionAppSettings.For(this);
        FunctionApp = await Listening.StartAsync("FunctionApp", nameof(options.FunctionAppPort), options.FunctionAppPort,
            () => FunctionAppHost.StartAsync(this, options, cancellationToken));
        _started.Push(FunctionApp);
    }
}
