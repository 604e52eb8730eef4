namespace FunctionsObo.Downstream.Resilience;

/// <summary>
/// When a failed call is repeated: <c>DownstreamApis:{Name}:Retry</c>. Only GET, HEAD, OPTIONS, PUT and DELETE are (RFC 9110
/// §9.2.2), and only with a body that can be sent again.
/// </summary>
public sealed class RetryOptions
{
    /// <summary>How often a call is repeated after its first try. 0 to 5, default 2.</summary>
    public int MaxRetryAttempts { get; set; } = 2;

    /// <summary>The wait before the second try, with jitter; it doubles from then on. 0 to 1 minute, default 200 milliseconds.</summary>
    public TimeSpan Delay { get; set; } = TimeSpan.FromMilliseconds(200);
}
