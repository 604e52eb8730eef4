using System.Collections.Concurrent;
using FunctionsHost.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Local.Tests.DevStack.Support;

/// <summary>What the console shows, line by line.</summary>
internal sealed class TracedText : ILoggerProvider, ISupportExternalScope
{
    private readonly TracedLines _formatter = new();
    private IExternalScopeProvider? _scopes;

    public ConcurrentQueue<string> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose() { }

    private sealed class Logger(TracedText text, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => text._scopes?.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            using var line = new StringWriter();
            text._formatter.Write(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter), text._scopes, line);
            text.Lines.Enqueue(line.ToString());
        }
    }
}
