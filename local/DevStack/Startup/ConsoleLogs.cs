using Microsoft.Extensions.Logging;

namespace DevStack.Startup;

/// <summary>A console that is worth reading: what FunctionApp has to say, and of the frameworks only warnings.</summary>
internal static class ConsoleLogs
{
    public static void Configure(ILoggingBuilder logging, bool quiet)
    {
        logging.ClearProviders();
        if (quiet)
            return;
        logging.AddSimpleConsole(console => console.SingleLine = true);
        Limit(logging);
    }

    /// <summary>The levels alone, for an app whose log goes through its host.</summary>
    public static void Limit(ILoggingBuilder logging)
    {
        logging.SetMinimumLevel(LogLevel.Warning).AddFilter("FunctionApp", LogLevel.Information);

        // It logs a start that failed with its stack trace; DevHost says it in a sentence.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
    }
}
