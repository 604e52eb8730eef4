using System.Text.Json;
using FunctionsObo.Errors;
using FunctionsObo.OnBehalfOf.Credentials;
using Microsoft.Identity.Client;
using Polly.CircuitBreaker;

namespace FunctionsObo.OnBehalfOf.Exchange;

/// <summary>
/// From what MSAL throws to what it means. Decides by error, classification, claims and status, never by AADSTS text, which
/// Microsoft advises not to depend on (https://learn.microsoft.com/entra/identity-platform/reference-error-codes).
/// </summary>
internal static class MsalFailureTable
{
    private static readonly TimeSpan DefaultRetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>MSAL's words for a response that is no OAuth response: a proxy's page, half a body.</summary>
    private static readonly string[] UnreadableResponses =
    [
        MsalError.JsonParseError, MsalError.NonParsableOAuthError, MsalError.HttpStatusCodeNotOk, MsalError.HttpStatusNotFound,
        MsalError.UnknownError, MsalError.RequestTimeout, MsalError.ServiceNotAvailable, MsalError.AccessTokenTypeMissing,
    ];

    /// <returns>A <see cref="UserActionRequiredException"/> or an <see cref="OboException"/>.</returns>
    public static Exception Translate(Exception thrown, TargetApi target) => thrown switch
    {
        TokenEndpointException { RetryAfter: { } wait } => new OboException(OboFailure.Unavailable, wait) { AskedToWait = wait },
        TokenEndpointException => Unavailable(null),
        CredentialUnavailableException => Unavailable(null),
        BrokenCircuitException circuit => Unavailable(circuit.RetryAfter),
        MsalServiceException { Claims: { Length: > 0 } claims } => UserActionRequiredException.ForClaims(claims),
        MsalUiRequiredException { Classification: UiRequiredExceptionClassification.ConsentRequired } =>
            UserActionRequiredException.ForConsent(target.Scopes),
        MsalUiRequiredException => new OboException(OboFailure.AssertionRefused),
        _ when IsOutage(thrown) => Unavailable(null),
        MsalException { ErrorCode: MsalError.OboCacheKeyNotInCacheError } => new OboException(OboFailure.SessionUnknown),
        MsalException { ErrorCode: MsalError.InvalidGrantError } => new OboException(OboFailure.AssertionRefused),
        _ => new OboException(OboFailure.Misconfigured),
    };

    /// <summary>Whether the endpoint could not be reached, did not answer in time, or answered what cannot be read.</summary>
    public static bool IsOutage(Exception thrown) => thrown switch
    {
        MsalServiceException { StatusCode: 429 or >= 500 } => true,
        MsalException { ErrorCode: { } code } => UnreadableResponses.Contains(code, StringComparer.Ordinal),
        HttpRequestException or OperationCanceledException or IOException or JsonException => true,
        _ => false,
    };

    /// <summary>Whether the identity platform refuses our own credential (RFC 6749 §5.2).</summary>
    public static bool IsCredentialRefused(Exception thrown) => thrown is MsalException { ErrorCode: MsalError.InvalidClient };

    private static OboException Unavailable(TimeSpan? retryAfter) => new(OboFailure.Unavailable, retryAfter ?? DefaultRetryAfter);
}
