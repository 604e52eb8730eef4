using EntraEmulator;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DevStack.DownstreamApis;

/// <summary>Where a downstream API listens and whose tokens it takes.</summary>
public sealed record DownstreamApiOptions
{
    /// <summary>The port on loopback; 0 (the default) picks any free one.</summary>
    public int Port { get; init; }

    /// <summary>The identity provider whose tokens are taken, and whose directory says whose profiles and orders there are.</summary>
    public required Emulator IdentityProvider { get; init; }

    /// <summary>The clock for token lifetimes, fault delays and the times in <c>/dev/seen</c>; the system's unless given.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The application whose calls are taken, by client id or by its name in the directory: it is the <c>azp</c> of their tokens.</summary>
    public required string CallingApplication { get; init; }

    /// <summary>Where unforeseen failures are logged; nowhere unless given.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>How many accepted tokens <c>/dev/seen</c> remembers; 100 unless given.</summary>
    public int SeenLimit { get; init; } = 100;
}
