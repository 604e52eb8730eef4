using System.Diagnostics.CodeAnalysis;
using FunctionsObo.Errors;

namespace FunctionsObo.Authentication;

/// <summary>The outcome of looking at a request's credentials: a caller, or the reason why not.</summary>
internal readonly struct TokenVerdict
{
    private TokenVerdict(Caller? caller, TokenRefusal refusal, TimeSpan? retryAfter, UnverifiedToken? refused)
    {
        Caller = caller;
        Refusal = refusal;
        RetryAfter = retryAfter;
        Refused = refused;
    }

    public Caller? Caller { get; }

    public TokenRefusal Refusal { get; }

    /// <summary>For <see cref="TokenRefusal.MetadataUnavailable"/>: when to come back.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>What the refused token says, as far as it could be read: for the log, and believed by nobody.</summary>
    public UnverifiedToken? Refused { get; }

    [MemberNotNullWhen(true, nameof(Caller))]
    public bool Accepted => Caller is not null;

    public static TokenVerdict Accept(Caller caller) => new(caller, TokenRefusal.None, null, null);

    public static TokenVerdict Refuse(TokenRefusal refusal, UnverifiedToken? refused = null) => new(null, refusal, null, refused);

    public static TokenVerdict Unavailable(TimeSpan retryAfter) => new(null, TokenRefusal.MetadataUnavailable, retryAfter, null);
}
