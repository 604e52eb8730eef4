using FunctionsHost.Configuration;
using Microsoft.Extensions.Logging;

namespace FunctionsHost;

/// <summary>Where a host listens and what it says; the same for both ways to run an app.</summary>
public sealed record FunctionsHostOptions
{
    /// <summary>The port on loopback; 0 is any free one. Without it <c>Host.LocalHttpPort</c> of <see cref="LocalSettings"/> counts, then 7071.</summary>
    public int? Port { get; init; }

    /// <summary>The folder with host.json; the app's own unless given.</summary>
    public string? SettingsDirectory { get; init; }

    /// <summary>What a local.settings.json says. None is read unless given: one that lies in the folder belongs to Core Tools.</summary>
    public LocalSettings LocalSettings { get; init; } = LocalSettings.None;

    /// <summary>Where the log of the host and its workers goes; nowhere unless given.</summary>
    public Action<ILoggingBuilder>? ConfigureLogging { get; init; }

    /// <summary>How long a worker may take to connect and to load its functions: a minute unless given.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long invocations that are under way may take to end once they are cancelled: five seconds unless given.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
