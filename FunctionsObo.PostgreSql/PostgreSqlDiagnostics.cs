using FunctionsObo.Logging;
using Microsoft.Extensions.Logging;

namespace FunctionsObo.PostgreSql;

/// <summary>Says what somebody has to do before the database can be used. That it fails at all, the engine says.</summary>
internal sealed partial class PostgreSqlDiagnostics(TimeProvider time, ILogger<PostgreSqlDiagnostics> logger)
{
    private readonly OncePerInterval<OurText> _lately = new(time);

    /// <summary>A call has failed.</summary>
    public void Failed(Exception failure)
    {
        if (SetUpFault.FixOf(failure) is { } fix) NotUsable(fix);
    }

    /// <summary>There is something to do.</summary>
    /// <param name="fix">What is wrong, and the fix.</param>
    public void NotUsable(OurText fix)
    {
        if (_lately.Passes(fix, out var suppressed)) Log.NotUsable(logger, fix, suppressed);
    }

    private static partial class Log
    {
        [LoggerMessage(800, LogLevel.Error, "The database of the token cache cannot be used: {Fix} ({Suppressed} more like this since the last line). Requests go on without it", EventName = "DatabaseNotUsable")]
        public static partial void NotUsable(ILogger logger, OurText fix, int suppressed);
    }
}
