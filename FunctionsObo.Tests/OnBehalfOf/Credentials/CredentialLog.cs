using FunctionsHost.InProcess;
using FunctionsObo.OnBehalfOf.Credentials;
using Microsoft.Extensions.Logging;

namespace FunctionsObo.Tests.OnBehalfOf.Credentials;

/// <summary>What FunctionApp says of its credential. A load can be held at the moment when it has one and says so.</summary>
internal sealed class CredentialLog : ILoggerProvider, ILogger
{
    private readonly ManualResetEventSlim _open = new(initialState: true);
    private int _loads;
    private int _failures;

    /// <summary>How often a credential was loaded, the start's included.</summary>
    public int Loads => Volatile.Read(ref _loads);

    /// <summary>How often it was said that one cannot be loaded.</summary>
    public int Failures => Volatile.Read(ref _failures);

    public void Listen(AppSetup builder) =>
        builder.Logging.AddProvider(this).AddFilter<CredentialLog>(category: null, LogLevel.Trace);

    public void Hold() => _open.Reset();

    public void Release() => _open.Set();

    public ILogger CreateLogger(string categoryName) =>
        categoryName == typeof(CredentialLoader).FullName ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel == LogLevel.Error)
        {
            Interlocked.Increment(ref _failures);
            return;
        }

        Interlocked.Increment(ref _loads);
        _open.Wait();
    }

    public void Dispose() => _open.Set();
}
