namespace FunctionsObo.Errors;

/// <summary>The header Retry-After of an answer (RFC 9110 §10.2.3): seconds, or a date.</summary>
internal static class RetryAfterHeader
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>How long to wait from now, from nothing to an hour; null when the answer does not say.</summary>
    public static TimeSpan? RetryAfter(this HttpResponseMessage response, TimeProvider time)
    {
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return wait is null ? null : TimeSpan.FromTicks(Math.Clamp(wait.Value.Ticks, 0, Longest.Ticks));
    }
}
