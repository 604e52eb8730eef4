using Microsoft.Extensions.Logging;

namespace FunctionsObo.Tests.Conventions.Broken;

/// <summary>Logs what anybody wrote.</summary>
internal static partial class LeakyLog
{
    [LoggerMessage(1, LogLevel.Information, "{Token} {Anything} {Count}", EventName = "Leaked")]
    public static partial void Leaked(ILogger logger, string token, Uri anything, int count, Exception thrown);
}
