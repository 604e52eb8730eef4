using FunctionsObo.Circuits;
using FunctionsObo.Errors;
using FunctionsObo.Registration;
using Microsoft.Identity.Client;

namespace FunctionsObo.OnBehalfOf.Exchange;

/// <summary>
/// From what MSAL throws to what it means. Decides by error, classification, claims and status, never by AADSTS text, which
/// Microsoft advises not to depend on (https://learn.microsoft.com/entra/identity-platform/reference-error-codes).
/// </summary>
internal static class MsalFailureTable
{
    private static readonly TimeSpan DefaultRetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>The identity platform's words for a mistake of this app (RFC 6749 §5.2, RFC 8707 §2, and Entra's invalid_resource).</summary>
    private static readonly string[] OurMistakes =
    [
        MsalError.InvalidClient, MsalError.UnauthorizedClient, MsalError.InvalidRequest, "invalid_scope", "invalid_resource", "invalid_target",
        "unsupported_grant_type",
    ];

    /// <summary>What MSAL says of itself, and yet is about an answer that it could not read.</summary>
    private static readonly string[] UnreadableAnswers = [MsalError.JsonParseError, MsalError.InvalidJwtError, MsalError.UnknownError];

    /// <returns>A <see cref="UserActionRequiredException"/> or an <see cref="OboException"/>.</returns>
    public static Exception Translate(Exception thrown, TargetApi target) => thrown switch
    {
        TokenEndpointException { RetryAfter: { } wait } => new OboException(OboFailure.Unavailable, wait) { AskedToWait = wait },
        TokenCircuitOpenException circuit => Unavailable(circuit.Wait),
        MsalServiceException { Claims: { Length: > 0 } claims } => UserActionRequiredException.ForClaims(claims),
        MsalUiRequiredException { Classification: UiRequiredExceptionClassification.ConsentRequired } =>
            UserActionRequiredException.ForConsent(target.Scopes),
        MsalException { ErrorCode: MsalError.OboCacheKeyNotInCacheError } => new OboException(OboFailure.SessionUnknown),
        _ when IsAssertionRefused(thrown) => new OboException(OboFailure.AssertionRefused),
        _ when IsOurMistake(thrown) => new OboException(OboFailure.Misconfigured),
        _ => Unavailable(DefaultRetryAfter),
    };

    /// <summary>
    /// Whose failure it is. Only what was seen at the token endpoint itself is the token endpoint's; a credential that cannot be read, or a
    /// bug, says nothing about it.
    /// </summary>
    public static AttemptEnding EndingOf(Exception thrown) => thrown switch
    {
        TokenEndpointException endpoint => endpoint.Ending,
        _ when IsAssertionRefused(thrown) || IsAppRefused(thrown) => AttemptEnding.Answered,
        _ => AttemptEnding.Unknown,
    };

    /// <summary>Whether the identity platform refuses our own credential (RFC 6749 §5.2).</summary>
    public static bool IsCredentialRefused(Exception thrown) => thrown is MsalException { ErrorCode: MsalError.InvalidClient };

    private static bool IsAssertionRefused(Exception thrown) => thrown is MsalUiRequiredException or MsalException { ErrorCode: MsalError.InvalidGrantError };

    private static bool IsAppRefused(Exception thrown) =>
        thrown is MsalServiceException { ErrorCode: { } code } && OurMistakes.Contains(code, StringComparer.Ordinal);

    private static bool IsOurMistake(Exception thrown) => IsAppRefused(thrown)
        || thrown is ConfigurationException
        || (thrown is MsalClientException { ErrorCode: { } code } && !UnreadableAnswers.Contains(code, StringComparer.Ordinal));

    private static OboException Unavailable(TimeSpan retryAfter) => new(OboFailure.Unavailable, retryAfter);
}
