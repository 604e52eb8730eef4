using DevStack.Stores;
using EntraEmulator.StackFiles;
using EntraEmulator.Tenants;
using FunctionsHost.Configuration;
using FunctionsHost.InProcess;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Logging;

namespace DevStack.Startup;

/// <summary>What runs in a <see cref="LocalStack"/> and where. A port of 0 picks any free one.</summary>
public sealed record LocalStackOptions
{
    /// <summary>Where FunctionApp listens; 7071 unless given.</summary>
    public int FunctionAppPort { get; init; } = 7071;

    /// <summary>Where the Entra emulator listens, over TLS; 7443 unless given.</summary>
    public int EmulatorPort { get; init; } = 7443;

    /// <summary>What the stack serves; the built-in <c>stack.json</c> unless given.</summary>
    public StackDefinition Stack { get; init; } = StackDefinition.Default;

    /// <summary>Where downstream APIs listen, by name; where <see cref="Stack"/> says unless given.</summary>
    public IReadOnlyDictionary<string, int> ApiPorts { get; init; } = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The app; without one nothing but <see cref="WithoutApp"/> can start.</summary>
    public AppInProcess? App { get; init; }

    /// <summary>True to start all but FunctionApp, which then runs elsewhere with <see cref="LocalStack.Settings"/>.</summary>
    public bool WithoutApp { get; init; }

    /// <summary>
    /// How many processes of its own the app runs in, which share the requests one after the other; without a number it runs in this process. Then <see cref="ConfigureFunctionApp"/>
    /// and <see cref="TimeProvider"/> do not reach it.
    /// </summary>
    public int? Instances { get; init; }

    /// <summary>By what the app's processes share their tokens; started with the stack. None unless given.</summary>
    public SharedStore? Store { get; init; }

    /// <summary>True to print the spans of each request.</summary>
    internal bool Telemetry { get; init; }

    /// <summary>A page that shows the stack; not started without the app.</summary>
    public StackPage? Page { get; init; }

    /// <summary>Where <see cref="Page"/> listens.</summary>
    public int PagePort { get; init; }

    /// <summary>What a local.settings.json says: its app settings stand over those of the stack. None is read unless given.</summary>
    public LocalSettings LocalSettings { get; init; } = LocalSettings.None;

    /// <summary>Told of each part as soon as it listens, in turn.</summary>
    public Action<StartedPart>? Started { get; init; }

    /// <summary>True to log nothing to the console.</summary>
    public bool Quiet { get; init; }

    /// <summary>Where what the console gets goes as well; nowhere unless given.</summary>
    public Action<ILoggingBuilder>? ConfigureLogging { get; init; }

    /// <summary>The clock of everything in the stack; the system's unless given.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Tenants, users and app registrations, for the emulator and the APIs alike; those of <see cref="Stack"/> unless given.</summary>
    public TenantDirectory? Directory { get; init; }

    /// <summary>FunctionApp settings that replace or add to those of the stack, under their configuration keys (<c>AzureAd:Audience</c>).</summary>
    public IReadOnlyDictionary<string, string?> FunctionAppSettings { get; init; } = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Called last, before FunctionApp is built.</summary>
    public Action<AppSetup>? ConfigureFunctionApp { get; init; }

    /// <summary>The default stack on free ports without console output: for tests and benchmarks.</summary>
    public static LocalStackOptions OnFreePorts => On(StackDefinition.Default);

    /// <summary>A stack on free ports without console output: for tests and benchmarks.</summary>
    public static LocalStackOptions On(StackDefinition stack) => new()
    {
        Stack = stack,
        FunctionAppPort = 0,
        EmulatorPort = 0,
        ApiPorts = stack.DownstreamApis.ToDictionary(api => api.Name, _ => 0, StringComparer.OrdinalIgnoreCase),
        Quiet = true,
    };

    /// <summary>Where an API of the stack listens.</summary>
    internal int PortOf(ApiDefinition api) => ApiPorts.TryGetValue(api.Name, out var port) ? port : api.Port;
}
