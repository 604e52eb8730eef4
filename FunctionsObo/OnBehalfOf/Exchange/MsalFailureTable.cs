using System.Text.Json;
using FunctionsObo.Errors;
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

    /// <summary>MSAL's words for an answer that is no OAuth answer: a proxy's page, half a body.</summary>
    private static readonly string[] UnreadableAnswers =
    [
        MsalError.JsonParseError, MsalError.NonParsableOAuthError, MsalError.HttpStatusCodeNotOk, MsalError.HttpStatusNotFound,
        MsalError.UnknownError, MsalError.RequestTimeout, MsalError.ServiceNotAvailable, MsalError.AccessTokenTypeMissing,
    ];

    public static OboFailure Translate(Exception thrown, TokenTarget target) => thrown switch
    {
        TokenEndpointException endpoint => Unavailable(endpoint.RetryAfter),
        BrokenCircuitException circuit => Unavailable(circuit.RetryAfter),
        MsalServiceException { Claims: { Length: > 0 } claims } => new(OboFailureKind.UserActionRequired, Claims: claims),
        MsalUiRequiredException { Classification: UiRequiredExceptionClassification.ConsentRequired } =>
            new(OboFailureKind.ConsentRequired, Scopes: target.Scopes),
        MsalUiRequiredException => new(OboFailureKind.AssertionRefused),
        _ when IsOutage(thrown) => Unavailable(null),
        MsalException { ErrorCode: MsalError.OboCacheKeyNotInCacheError } => new(OboFailureKind.SessionUnknown),
        MsalException { ErrorCode: MsalError.InvalidGrantError } => new(OboFailureKind.AssertionRefused),
        _ => new(OboFailureKind.Misconfigured),
    };

    /// <summary>Whether the endpoint could not be reached, did not answer in time, or answered what cannot be read.</summary>
    public static bool IsOutage(Exception thrown) => thrown switch
    {
        MsalServiceException { StatusCode: 429 or >= 500 } => true,
        MsalException { ErrorCode: { } code } => UnreadableAnswers.Contains(code, StringComparer.Ordinal),
        HttpRequestException or OperationCanceledException or IOException or JsonException => true,
        _ => false,
    };

    /// <summary>Whether the provider refuses our own credential (RFC 6749 §5.2).</summary>
    public static bool IsCredentialRefused(Exception thrown) => thrown is MsalException { ErrorCode: MsalError.InvalidClient };

    private static OboFailure Unavailable(TimeSpan? retryAfter) =>
        new(OboFailureKind.Unavailable, RetryAfter: retryAfter ?? DefaultRetryAfter);
}
