using EntraEmulator.Tenants;
using FunctionsHost.Configuration;
using Microsoft.Azure.Functions.Worker.Builder;

namespace DevStack.Startup;

/// <summary>What runs in a <see cref="LocalStack"/> and where. A port of 0 picks any free one.</summary>
public sealed record LocalStackOptions
{
    /// <summary>Where FunctionApp listens; 7071 unless given.</summary>
    public int FunctionAppPort { get; init; } = 7071;

    /// <summary>Where the Entra emulator listens, over TLS; 7443 unless given.</summary>
    public int EmulatorPort { get; init; } = 7443;

    /// <summary>Where the stand-in for Microsoft Graph listens; 7080 unless given.</summary>
    public int GraphPort { get; init; } = 7080;

    /// <summary>Where the Orders API listens; 7081 unless given.</summary>
    public int OrdersPort { get; init; } = 7081;

    /// <summary>The app's own set-up, from arguments to a builder that is not built yet; without one nothing but <see cref="WithoutApp"/> can start.</summary>
    public Func<string[], FunctionsApplicationBuilder>? App { get; init; }

    /// <summary>True to start all but FunctionApp, which then runs elsewhere with <see cref="LocalStack.Settings"/>.</summary>
    public bool WithoutApp { get; init; }

    /// <summary>What a local.settings.json says: its app settings stand over those of the stack. None is read unless given.</summary>
    public LocalSettings LocalSettings { get; init; } = LocalSettings.None;

    /// <summary>True to log nothing to the console.</summary>
    public bool Quiet { get; init; }

    /// <summary>The clock of everything in the stack; the system's unless given.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Tenants, users and app registrations, for the emulator and the APIs alike; two tenants and three users unless given.</summary>
    public TenantDirectory Directory { get; init; } = TenantDirectory.CreateDefault();

    /// <summary>FunctionApp settings that replace or add to those of the stack, under their configuration keys (<c>AzureAd:Audience</c>).</summary>
    public IReadOnlyDictionary<string, string?> FunctionAppSettings { get; init; } = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Called last, before FunctionApp is built.</summary>
    public Action<FunctionsApplicationBuilder>? ConfigureFunctionApp { get; init; }

    /// <summary>The same on free ports without console output: for tests and benchmarks.</summary>
    public static LocalStackOptions OnFreePorts => new() { FunctionAppPort = 0, EmulatorPort = 0, GraphPort = 0, OrdersPort = 0, Quiet = true };
}
