using Microsoft.Extensions.Logging;

namespace FunctionsObo.Logging;

/// <summary>
/// The caller's own id of an operation, on the log lines of its request: as a scope, which Application Insights and OTLP export with each line. Its
/// form was checked when it arrived.
/// </summary>
internal static class CorrelationId
{
    /// <summary>Where it comes from, and what it is kept under with the request's activity.</summary>
    public const string Header = "x-correlation-id";

    private static readonly Func<ILogger, string, IDisposable?> Scope = LoggerMessage.DefineScope<string>("{CorrelationId}");

    /// <summary>Puts it on what is logged from here on, until the result is disposed.</summary>
    /// <returns>Null, and nothing done, when there is none.</returns>
    public static IDisposable? Begin(ILogger logger, string? id) => id is null ? null : Scope(logger, id);
}
