namespace DevStack.DownstreamApis.Faults;

/// <summary>Finds faults that could never do what they say.</summary>
internal static class FaultRules
{
    /// <summary>A sentence about the first contradiction, or null.</summary>
    public static string? ProblemWith(DownstreamFault? fault) => fault switch
    {
        null => "A fault must be a JSON object.",
        { Times: < 1 } => "times must be at least 1.",
        { Status: < 200 or > 599 } => "status must be between 200 and 599.",
        { DelayMs: < 0 } or { SlowBody: < 0 } or { Bytes: < 0 } or { GzipBytes: < 0 } or { RetryAfterSeconds: < 0 } =>
            "delayMs, slowBody, bytes, gzipBytes and retryAfterSeconds must not be negative.",
        { BeforeAuth: true, User: not null } => "user cannot go with beforeAuth: the user is not known yet.",
        { Body: not null, Bytes: > 0 } or { Body: not null, GzipBytes: > 0 } or { Bytes: > 0, GzipBytes: > 0 } => "Give only one of body, bytes and gzipBytes.",
        _ => null,
    };
}
