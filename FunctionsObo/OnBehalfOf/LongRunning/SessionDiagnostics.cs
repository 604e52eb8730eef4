using System.Diagnostics.Metrics;
using FunctionsObo.Logging;
using Microsoft.Extensions.Logging;

namespace FunctionsObo.OnBehalfOf.LongRunning;

/// <summary>What operators see of long-running sessions.</summary>
internal sealed partial class SessionDiagnostics
{
    private readonly Counter<long> _lookups;
    private readonly Counter<long> _writes;
    private readonly OncePerInterval<SessionWrite> _lately;
    private readonly ILogger _logger;

    public SessionDiagnostics(IMeterFactory meters, TimeProvider time, ILogger<SessionDiagnostics> logger)
    {
        var meter = meters.Create(Telemetry.Name);
        _lookups = meter.CreateCounter<long>("functionsobo.sessions.lookups", "{lookup}", "How look-ups of long-running sessions in the shared store ended.");
        _writes = meter.CreateCounter<long>("functionsobo.sessions.writes", "{write}", "How writing new tokens of long-running sessions ended.");
        (_lately, _logger) = (new(time), logger);
    }

    public void LookedUp(SessionEnding ending) => _lookups.Add(1, new KeyValuePair<string, object?>("result", ending.ToString()));

    public void Wrote(SessionWrite write)
    {
        _writes.Add(1, new KeyValuePair<string, object?>("outcome", write.ToString()));
        if (write is SessionWrite.Failed or SessionWrite.GivenUp && _lately.Passes(write, out var suppressed)) Log.NotWritten(_logger, write, suppressed);
    }

    /// <summary>Sessions are used, and no store that instances share is there for them.</summary>
    public void AreInMemory() => Log.InMemory(_logger);

    private static partial class Log
    {
        [LoggerMessage(407, LogLevel.Warning, "Long-running sessions are in the memory of this process: they end with it, and no other instance can continue them. AddPostgreSqlTokenCache of FunctionsObo.PostgreSql keeps them for all instances", EventName = "SessionsInMemory")]
        public static partial void InMemory(ILogger logger);

        [LoggerMessage(408, LogLevel.Warning, "New tokens of a long-running session were not written: {Outcome} ({Suppressed} more like this since the last line). The ones before stay good", EventName = "SessionNotWritten")]
        public static partial void NotWritten(ILogger logger, SessionWrite outcome, int suppressed);
    }
}

/// <summary>How a write of a session ends.</summary>
internal enum SessionWrite
{
    /// <summary>It was written, if need be together with the tokens of another use.</summary>
    Written,

    /// <summary>The session has ended in the meantime.</summary>
    Ended,

    /// <summary>The store does not answer.</summary>
    Failed,

    /// <summary>Other uses were faster each time.</summary>
    GivenUp,
}
