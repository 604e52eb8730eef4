using System.Diagnostics.CodeAnalysis;
using FunctionsObo.Errors;

namespace FunctionsObo.Authentication;

/// <summary>The outcome of looking at a request's credentials: a caller, or the reason why not.</summary>
internal readonly struct TokenVerdict
{
    private TokenVerdict(Caller? caller, Refusal refusal, TimeSpan? retryAfter, UnverifiedToken? refused)
    {
        Caller = caller;
        Details = refusal;
        RetryAfter = retryAfter;
        Refused = refused;
    }

    public Caller? Caller { get; }

    public TokenRefusal Refusal => Details.Reason;

    /// <summary>The same with what it is about.</summary>
    public Refusal Details { get; }

    /// <summary>For <see cref="TokenRefusal.MetadataUnavailable"/> and <see cref="TokenRefusal.KeyNotKnownYet"/>: when to come back.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>What the refused token says, as far as it could be read: for the log, and believed by nobody.</summary>
    public UnverifiedToken? Refused { get; }

    [MemberNotNullWhen(true, nameof(Caller))]
    public bool Accepted => Caller is not null;

    public static TokenVerdict Accept(Caller caller) => new(caller, default, null, null);

    public static TokenVerdict Refuse(TokenRefusal refusal, UnverifiedToken? refused = null) => Refuse(new Refusal(refusal), refused);

    public static TokenVerdict Refuse(Refusal refusal, UnverifiedToken? refused = null) => new(null, refusal, null, refused);

    public static TokenVerdict Unavailable(TimeSpan retryAfter) => new(null, new Refusal(TokenRefusal.MetadataUnavailable), retryAfter, null);

    public static TokenVerdict KeyNotKnownYet(TimeSpan retryAfter, UnverifiedToken unverified) => new(null, new Refusal(TokenRefusal.KeyNotKnownYet), retryAfter, unverified);
}

/// <summary>Why credentials were refused, and what of the token it is about.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Part">The claim or header parameter, by its name in the RFCs; null when it is about the whole, or about what the reason says.</param>
/// <param name="Theirs">What the token has there: for the log, and believed by nobody.</param>
internal readonly record struct Refusal(TokenRefusal Reason, string? Part = null, string? Theirs = null)
{
    /// <summary>For <see cref="TokenRefusal.WrongSignature"/>: what about the key. Not for clients, who would learn which keys exist.</summary>
    public KeyFault Key { get; init; }
}

/// <summary>Why no key of the identity platform vouches for a token.</summary>
internal enum KeyFault
{
    None,

    /// <summary>The identity platform has no such key.</summary>
    Unknown,

    /// <summary>The key is for another algorithm than the token's.</summary>
    OtherAlgorithm,

    /// <summary>The key is for the tokens of another issuer.</summary>
    OtherIssuer,

    /// <summary>The signature was not made with the key over this token.</summary>
    SignatureDiffers,
}

/// <summary>Why a request's credentials were refused. Its meaning for the client (status, header, sentence) is in <see cref="RefusalProblems"/>.</summary>
internal enum TokenRefusal
{
    None,

    /// <summary>No Authorization header, or one of another scheme.</summary>
    NoCredentials,

    /// <summary>More than one Authorization header, or more than one credential in it.</summary>
    SeveralCredentials,

    /// <summary>The header is not <c>Bearer</c>, one space, one b64token.</summary>
    MalformedCredentials,

    OversizedToken,

    /// <summary>Not three base64url parts, or header and payload are not strict JSON objects.</summary>
    MalformedToken,

    /// <summary>Five parts: a JWE, for which this API has no key.</summary>
    EncryptedToken,

    /// <summary>The JOSE header asks for what this API does not do: algorithm, type, crit, zip, nested content.</summary>
    UnsupportedToken,

    /// <summary>A claim is missing, of the wrong type, out of range, or there twice.</summary>
    InvalidClaims,

    Expired,
    NotYetValid,
    WrongAudience,
    WrongIssuer,

    /// <summary>A v1 token where only v2 ones are accepted, or the reverse.</summary>
    WrongVersion,
    WrongTenant,
    WrongClient,

    /// <summary>Unknown key or wrong signature: one reason, so that nobody learns which keys exist.</summary>
    WrongSignature,

    /// <summary>An ID token, or a token with neither scp nor roles.</summary>
    NotAnAccessToken,

    /// <summary>The identity platform's metadata could not be had yet: not the token's fault.</summary>
    MetadataUnavailable,

    /// <summary>The token names a key that the identity platform was not asked for yet: it may be a new one, and the token good.</summary>
    KeyNotKnownYet,
}
