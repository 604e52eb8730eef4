using System.Diagnostics.Metrics;
using FunctionsObo.Errors;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;

namespace FunctionsObo.OnBehalfOf.Exchange;

/// <summary>
/// Stops asking a token endpoint that is down, and lets one request try again after a while. Throttling does not open it: an
/// answer with Retry-After is about the user who got it, and stays with that user.
/// </summary>
internal sealed class TokenEndpointCircuit
{
    private static readonly TimeSpan SamplingWindow = TimeSpan.FromSeconds(30);

    private readonly ResiliencePipeline _pipeline;
    private readonly CircuitBreakerStateProvider _state = new();

    public TokenEndpointCircuit(IOptions<OnBehalfOfOptions> options, IMeterFactory meters, TimeProvider time)
    {
        meters.Create(Telemetry.Name).CreateObservableGauge(
            "functionsobo.token.circuit.open", () => IsOpen ? 1 : 0, description: "1 while the circuit of the token endpoint is open.");
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                ShouldHandle = outcome => ValueTask.FromResult(IsOutage(outcome.Outcome.Exception)),
                FailureRatio = 0.5,
                MinimumThroughput = options.Value.CircuitFailures,
                SamplingDuration = SamplingWindow,
                BreakDuration = options.Value.CircuitBreak,
                StateProvider = _state,
            })
            .Build();
    }

    /// <summary>Whether requests are refused at the moment.</summary>
    public bool IsOpen => _state.CircuitState is CircuitState.Open or CircuitState.Isolated;

    /// <exception cref="BrokenCircuitException">The circuit is open; nothing was sent.</exception>
    public ValueTask<T> ExecuteAsync<T>(Func<CancellationToken, ValueTask<T>> request, CancellationToken cancellationToken) =>
        _pipeline.ExecuteAsync(request, cancellationToken);

    private static bool IsOutage(Exception? thrown) => thrown switch
    {
        null => false,
        TokenEndpointException endpoint => endpoint is { Status: >= 500, RetryAfter: null },
        _ => MsalFailureTable.IsOutage(thrown),
    };
}
