using FunctionsHost.Diagnostics;
using Microsoft.Extensions.Logging;

namespace DevStack.Startup;

/// <summary>A console that is worth reading: what FunctionApp and the engine have to say, and of the frameworks only warnings.</summary>
internal static class ConsoleLogs
{
    public static void Configure(ILoggingBuilder logging, LocalStackOptions options)
    {
        logging.ClearProviders();
        if (!options.Quiet) logging.AddTracedConsole();
        if (options.Quiet && options.ConfigureLogging is null) return;
        Limit(logging);
        options.ConfigureLogging?.Invoke(logging);
    }

    /// <summary>The levels alone, for an app whose log goes through its host.</summary>
    public static void Limit(ILoggingBuilder logging)
    {
        logging.SetMinimumLevel(LogLevel.Warning).AddFilter("FunctionApp", LogLevel.Information);

        // Of the engine what is said of a request; not that it has metadata and a credential, between the lines of the start.
        logging.AddFilter("FunctionsObo", LogLevel.Information)
            .AddFilter("FunctionsObo.Authentication.Metadata", LogLevel.Warning)
            .AddFilter("FunctionsObo.OnBehalfOf.Credentials", LogLevel.Warning);

        // It logs a start that failed with its stack trace; DevHost says it in a sentence.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
    }
}
