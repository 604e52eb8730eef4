using Microsoft.Extensions.Logging;

namespace FunctionsHost.Diagnostics;

/// <summary>What the host itself has to say.</summary>
internal static partial class HostLog
{
    public const string Category = "Host";

    [LoggerMessage(1, LogLevel.Information, "Functions:{List}")]
    public static partial void Listening(ILogger logger, string list);

    [LoggerMessage(2, LogLevel.Warning, "host.json: these settings have no effect in the local host: {Settings}")]
    public static partial void NoEffect(ILogger logger, string settings);

    [LoggerMessage(3, LogLevel.Warning, "Skipping '{Key}' from local settings as it's already defined in current environment variables.")]
    public static partial void Overridden(ILogger logger, string key);

    [LoggerMessage(4, LogLevel.Warning, "Function {Function} is disabled.")]
    public static partial void Disabled(ILogger logger, string function);

    [LoggerMessage(5, LogLevel.Error, "Function {Function} is not run. {Reason}")]
    public static partial void FunctionNotLoaded(ILogger logger, string function, string reason);

    [LoggerMessage(6, LogLevel.Error, "{Reason}")]
    public static partial void InvocationFailed(ILogger logger, string reason);

    [LoggerMessage(7, LogLevel.Warning, "{Count} invocations did not end when they were cancelled; the host stops without them.")]
    public static partial void StillRunning(ILogger logger, int count);

    [LoggerMessage(8, LogLevel.Error, "The worker process {ProcessId} ended with exit code {ExitCode}; another one is started.")]
    public static partial void WorkerEnded(ILogger logger, int processId, int exitCode);

    [LoggerMessage(9, LogLevel.Critical, "No worker is started any more: {Reason}")]
    public static partial void WorkersGivenUp(ILogger logger, string reason);

    [LoggerMessage(10, LogLevel.Information, "{Line}")]
    public static partial void WorkerConsole(ILogger logger, string line);

    [LoggerMessage(11, LogLevel.Warning, "The answer of function {Function} cannot be sent: {Reason}")]
    public static partial void AnswerNotSent(ILogger logger, string function, string reason);
}
