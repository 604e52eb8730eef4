using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace FunctionsWorker.Hosting;

/// <summary>The app setting <c>AzureWebJobs.{name}.Disabled</c> takes a function away; the host also reads it with underscores.</summary>
internal static partial class DisabledFunctions
{
    public static bool Contains(IConfiguration configuration, string function, ILogger logger)
    {
        var value = configuration[$"AzureWebJobs.{function}.Disabled"] ?? configuration[$"AzureWebJobs_{function}_Disabled"];
        if (!string.Equals(value, "1", StringComparison.Ordinal) && !(bool.TryParse(value, out var disabled) && disabled)) return false;
        Disabled(logger, function);
        return true;
    }

    [LoggerMessage(1, LogLevel.Warning, "Function {Function} is disabled.")]
    private static partial void Disabled(ILogger logger, string function);
}
