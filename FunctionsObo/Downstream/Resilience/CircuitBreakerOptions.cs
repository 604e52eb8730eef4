namespace FunctionsObo.Downstream.Resilience;

/// <summary>
/// When an API that keeps failing is left alone for a while: <c>DownstreamApis:{Name}:CircuitBreaker</c>. Failing is 5xx, no
/// answer in time, no connection; throttling is about one user and does not count.
/// </summary>
public sealed class CircuitBreakerOptions
{
    /// <summary>The share of failing tries that opens the circuit. Above 0 to 1, default 0.5.</summary>
    public double FailureRatio { get; set; } = 0.5;

    /// <summary>How many tries there must have been within the sampling duration. 2 to 10,000, default 20.</summary>
    public int MinimumThroughput { get; set; } = 20;

    /// <summary>The time that the share is taken over. 0.5 seconds to 10 minutes, default 30 seconds.</summary>
    public TimeSpan SamplingDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the API is left alone before one call may try again. 0.5 seconds to 10 minutes, default 5 seconds.</summary>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(5);
}
