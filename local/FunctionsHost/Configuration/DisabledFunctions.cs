using FunctionsHost.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace FunctionsHost.Configuration;

/// <summary>The app setting <c>AzureWebJobs.{name}.Disabled</c> takes a function away; the host also reads it with underscores.</summary>
internal static class DisabledFunctions
{
    public static bool Contains(IConfiguration settings, string function, ILogger logger)
    {
        var value = settings[$"AzureWebJobs.{function}.Disabled"] ?? settings[$"AzureWebJobs_{function}_Disabled"];
        if (!string.Equals(value, "1", StringComparison.Ordinal) && !(bool.TryParse(value, out var disabled) && disabled)) return false;
        HostLog.Disabled(logger, function);
        return true;
    }
}
