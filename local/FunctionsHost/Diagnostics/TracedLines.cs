using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace FunctionsHost.Diagnostics;

/// <summary>
/// A console line each, with the trace that it belongs to at its end, whole, so that the <c>traceId</c> of an answer finds it:
/// <c>warn: Category[DownstreamFailed] Message [trace 4bf92f3577b34da6a3ce929d0e0e4736]</c>.
/// </summary>
internal sealed class TracedLines() : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "traced";

    private const string Plain = "\e[39m";

    /// <summary>Only where somebody looks (https://no-color.org).</summary>
    private static readonly bool Coloured = !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        ArgumentNullException.ThrowIfNull(textWriter);
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        if (logEntry.Exception is { } exception) message = $"{message} {exception}";
        var level = Coloured ? $"{Colour(logEntry.LogLevel)}{Word(logEntry.LogLevel)}{Plain}" : Word(logEntry.LogLevel);
        textWriter.WriteLine($"{level}: {logEntry.Category}[{logEntry.EventId}] {message.ReplaceLineEndings(" ")}{Trace(scopeProvider)}");
    }

    /// <summary>The invocation's, for what a worker said; else that of whatever runs here.</summary>
    private static string Trace(IExternalScopeProvider? scopes)
    {
        InvocationTrace? trace = null;
        scopes?.ForEachScope((scope, _) => trace = scope as InvocationTrace ?? trace, state: 0);
        if (trace is not null) return $" [{trace}]";
        return Activity.Current is { IdFormat: ActivityIdFormat.W3C } current ? $" [trace {current.TraceId.ToHexString()}]" : "";
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };

    private static string Colour(LogLevel level) => level switch
    {
        LogLevel.Information => "\e[32m",
        LogLevel.Warning => "\e[33m",
        LogLevel.Error or LogLevel.Critical => "\e[31m",
        _ => Plain,
    };
}

/// <summary>The console of a developer.</summary>
public static class TracedConsole
{
    /// <summary>Logs to the console, a line each, with the trace id that the body of a failed request names.</summary>
    public static ILoggingBuilder AddTracedConsole(this ILoggingBuilder logging)
    {
        ArgumentNullException.ThrowIfNull(logging);
        return logging.AddConsole(static console => console.FormatterName = TracedLines.FormatterName).AddConsoleFormatter<TracedLines, ConsoleFormatterOptions>();
    }
}
