using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FunctionsObo.Tool.Doctor.Credentials;

/// <summary>What the engine writes into the app's log: there it says why there is no token, with numbers and causes and nothing secret.</summary>
internal sealed class EngineLog : ILoggerProvider
{
    private const int FirstOfTokens = 400;
    private const int LastOfTokens = 403;
    private const int CredentialPassedOver = 302;

    private readonly ConcurrentQueue<(int Id, string? Api, string Line)> _lines = new();

    /// <summary>Why there was no token for an API, the last time; null when nothing was said.</summary>
    public string? WhyNoToken(string api) => _lines.LastOrDefault(line => line.Id is >= FirstOfTokens and <= LastOfTokens && line.Api == api).Line;

    /// <summary>Which credentials were passed over before the one in use, and why; null when none was.</summary>
    public string? PassedOver => _lines.LastOrDefault(line => line.Id == CredentialPassedOver).Line;

    public ILogger CreateLogger(string categoryName) => categoryName.StartsWith("FunctionsObo.", StringComparison.Ordinal) ? new Lines(_lines) : NullLogger.Instance;

    public void Dispose()
    {
    }

    private sealed class Lines(ConcurrentQueue<(int Id, string? Api, string Line)> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var api = (state as IReadOnlyList<KeyValuePair<string, object?>>)?.FirstOrDefault(value => value.Key == "Api").Value?.ToString();
            lines.Enqueue((eventId.Id, api, formatter(state, exception)));
        }
    }
}
