using Microsoft.Extensions.Logging;

namespace FunctionsHost.Rpc;

/// <summary>
/// Writes what workers log into the host's log, under its own category, in the scope of its invocation's trace; host.json's levels apply, as in
/// Azure.
/// </summary>
internal sealed class WorkerLogs(ILoggerFactory loggers, InvocationTraces traces)
{
    public void Write(RpcLog log)
    {
        if (log.Level == RpcLog.Types.Level.None) return;
        var text = log.Exception is { Message.Length: > 0 } exception ? $"{log.Message}{Environment.NewLine}{exception.Message}" : log.Message;
        var logger = loggers.CreateLogger(log.Category.Length == 0 ? "Worker" : log.Category);
        using var scope = traces.Find(log.InvocationId) is { } trace ? logger.BeginScope(trace) : null;
        logger.Log((LogLevel)(int)log.Level, new EventId(0, log.EventId), text, exception: null, static (message, _) => message);
    }
}
