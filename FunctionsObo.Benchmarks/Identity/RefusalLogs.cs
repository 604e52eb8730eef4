using BenchmarkDotNet.Attributes;
using EntraEmulator.Dev;
using FunctionApp.Functions;
using FunctionsObo.Authentication;
using FunctionsObo.Benchmarks.Support;
using FunctionsObo.Errors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TestSupport;

namespace FunctionsObo.Benchmarks.Identity;

/// <summary>What is done of a refusal besides deciding it: it is counted and logged. Off, the level of the line is not written.</summary>
public class RefusalLogs
{
    private Rig _rig = null!;
    private ServiceProvider _logging = null!;
    private AuthenticationDiagnostics _on = null!;
    private AuthenticationDiagnostics _off = null!;
    private TokenVerdict _verdict;
    private Problem _problem = null!;

    [GlobalSetup]
    public void Start()
    {
        _rig = Rig.Start();
        _off = With(LogLevel.Warning);
        _on = With(LogLevel.Information);
        var (token, _) = BearerTokenReader.Read(new ArrivedRequest(_rig.Emulator.IssueAccessToken(new TokenRequest { User = WellKnown.AliceName, Audience = "graph" })));
        _verdict = _rig.Services.GetRequiredService<AccessTokenValidator>().ValidateAsync(token!, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        if (_verdict.Refusal != TokenRefusal.WrongAudience) throw new InvalidOperationException("The token is not refused for its audience.");
        _problem = RefusalProblems.Of(_verdict);
    }

    [GlobalCleanup]
    public void Stop()
    {
        _logging.Dispose();
        _rig.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void Off() => _off.Refused("Me", _verdict, _problem);

    [Benchmark]
    public void On() => _on.Refused("Me", _verdict, _problem);

    private AuthenticationDiagnostics With(LogLevel level)
    {
        _logging = new ServiceCollection().AddLogging(logging => logging.SetMinimumLevel(level).AddProvider(new Formatting())).BuildServiceProvider();
        return ActivatorUtilities.CreateInstance<AuthenticationDiagnostics>(_rig.Services, _logging.GetRequiredService<ILogger<AuthenticationDiagnostics>>());
    }

    /// <summary>Makes the text of each line, as a console or an exporter does, and throws it away.</summary>
    private sealed class Formatting : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            GC.KeepAlive(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
