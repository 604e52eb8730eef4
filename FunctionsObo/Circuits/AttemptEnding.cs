namespace FunctionsObo.Circuits;

/// <summary>What an attempt says about the endpoint that it was made at.</summary>
internal enum AttemptEnding
{
    /// <summary>Nothing: its caller left, there was no token or credential for it, or the caller was asked to wait.</summary>
    Unknown,

    /// <summary>The endpoint does its work, also where it refuses this one request.</summary>
    Answered,

    /// <summary>The endpoint itself is in trouble: it did not answer, not in time, or with an outage.</summary>
    Failed,
}

/// <summary>Which answers are an outage.</summary>
internal static class AnswerJudgement
{
    /// <summary>
    /// What a status says of its endpoint (RFC 9110 §15, RFC 4918 §11.5). Throttling is about the caller, whatever it is called: 429, and a 5xx
    /// that asks to wait. 501, 505 and 507 are about the request, or about what its caller stores.
    /// </summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="asksToWait">Whether the answer has a Retry-After.</param>
    public static AttemptEnding Of(int status, bool asksToWait) => status switch
    {
        429 => AttemptEnding.Unknown,
        501 or 505 or 507 => AttemptEnding.Answered,
        >= 500 => asksToWait ? AttemptEnding.Unknown : AttemptEnding.Failed,
        _ => AttemptEnding.Answered,
    };
}
