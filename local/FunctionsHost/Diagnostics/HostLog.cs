using Microsoft.Extensions.Logging;

namespace FunctionsHost.Diagnostics;

/// <summary>What the host itself has to say.</summary>
internal static partial class HostLog
{
    public const string Category = "Host";

    [LoggerMessage(900, LogLevel.Information, "Functions:{List}", EventName = "HostListening")]
    public static partial void Listening(ILogger logger, string list);

    [LoggerMessage(901, LogLevel.Warning, "host.json: these settings have no effect in the local host: {Settings}", EventName = "HostSettingWithoutEffect")]
    public static partial void NoEffect(ILogger logger, string settings);

    [LoggerMessage(902, LogLevel.Warning, "Skipping '{Key}' from local settings as it's already defined in current environment variables.", EventName = "LocalSettingOverridden")]
    public static partial void Overridden(ILogger logger, string key);

    [LoggerMessage(903, LogLevel.Warning, "Function {Function} is disabled.", EventName = "FunctionDisabled")]
    public static partial void Disabled(ILogger logger, string function);

    [LoggerMessage(904, LogLevel.Error, "Function {Function} is not run. {Reason}", EventName = "FunctionNotLoaded")]
    public static partial void FunctionNotLoaded(ILogger logger, string function, string reason);

    [LoggerMessage(905, LogLevel.Error, "{Reason}", EventName = "InvocationFailed")]
    public static partial void InvocationFailed(ILogger logger, string reason);

    [LoggerMessage(906, LogLevel.Warning, "{Count} invocations did not end when they were cancelled; the host stops without them.", EventName = "InvocationsStillRunning")]
    public static partial void StillRunning(ILogger logger, int count);

    [LoggerMessage(907, LogLevel.Error, "The worker process {ProcessId} ended with exit code {ExitCode}; another one is started.", EventName = "WorkerEnded")]
    public static partial void WorkerEnded(ILogger logger, int processId, int exitCode);

    [LoggerMessage(908, LogLevel.Critical, "No worker is started any more: {Reason}", EventName = "WorkersGivenUp")]
    public static partial void WorkersGivenUp(ILogger logger, string reason);

    [LoggerMessage(909, LogLevel.Information, "{Line}", EventName = "WorkerConsole")]
    public static partial void WorkerConsole(ILogger logger, string line);

    [LoggerMessage(910, LogLevel.Warning, "The answer of function {Function} cannot be sent: {Reason}", EventName = "AnswerNotSent")]
    public static partial void AnswerNotSent(ILogger logger, string function, string reason);
}
