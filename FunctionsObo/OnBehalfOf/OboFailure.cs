using FunctionsObo.Errors;

namespace FunctionsObo.OnBehalfOf;

/// <summary>Why there is no token, as a value.</summary>
/// <param name="Kind">The kind of failure.</param>
/// <param name="Claims">For <see cref="OboFailureKind.UserActionRequired"/>: the claims request that the client must satisfy, JSON.</param>
/// <param name="Scopes">For <see cref="OboFailureKind.ConsentRequired"/>: the scopes that lack consent.</param>
/// <param name="RetryAfter">For <see cref="OboFailureKind.Unavailable"/>: when to come back.</param>
/// <param name="FromDownstream">Whether a downstream API asked for the claims, and not the token endpoint.</param>
internal sealed record OboFailure(
    OboFailureKind Kind, string? Claims = null, IReadOnlyList<string>? Scopes = null, TimeSpan? RetryAfter = null, bool FromDownstream = false);

internal enum OboFailureKind
{
    /// <summary>The user must do something for which the client needs claims: MFA, conditional access, CAE.</summary>
    UserActionRequired,

    /// <summary>Neither the user nor an administrator has consented to the downstream scopes.</summary>
    ConsentRequired,

    /// <summary>The provider does not take the caller's token: expired meanwhile, revoked.</summary>
    AssertionRefused,

    /// <summary>The token endpoint is down, slow, throttling, or answers what cannot be read.</summary>
    Unavailable,

    /// <summary>There is no long-running session with this key for this user.</summary>
    SessionUnknown,

    /// <summary>Our own client id, credential or scopes are wrong.</summary>
    Misconfigured,
}
