using System.Diagnostics.CodeAnalysis;

namespace FunctionApp.Authentication;

/// <summary>The outcome of looking at a request's credentials: a caller, or the reason why not.</summary>
internal readonly struct TokenVerdict
{
    private TokenVerdict(Caller? caller, TokenRefusal refusal, TimeSpan? retryAfter)
    {
        Caller = caller;
        Refusal = refusal;
        RetryAfter = retryAfter;
    }

    public Caller? Caller { get; }

    public TokenRefusal Refusal { get; }

    /// <summary>For <see cref="TokenRefusal.MetadataUnavailable"/>: when to come back.</summary>
    public TimeSpan? RetryAfter { get; }

    [MemberNotNullWhen(true, nameof(Caller))]
    public bool Accepted => Caller is not null;

    public static TokenVerdict Accept(Caller caller) => new(caller, TokenRefusal.None, null);

    public static TokenVerdict Refuse(TokenRefusal refusal) => new(null, refusal, null);

    public static TokenVerdict Unavailable(TimeSpan retryAfter) => new(null, TokenRefusal.MetadataUnavailable, retryAfter);
}
