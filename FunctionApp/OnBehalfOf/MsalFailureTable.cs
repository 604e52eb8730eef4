using Microsoft.Identity.Client;

namespace FunctionApp.OnBehalfOf;

/// <summary>
/// From what MSAL throws to what it means. Decides by error, classification, claims and status, never by AADSTS text, which
/// Microsoft advises not to depend on (https://learn.microsoft.com/entra/identity-platform/reference-error-codes).
/// </summary>
internal static class MsalFailureTable
{
    private static readonly TimeSpan DefaultRetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>MSAL's words for an answer that is no OAuth answer: a proxy's page, half a body.</summary>
    private static readonly string[] UnreadableAnswers =
        [MsalError.JsonParseError, MsalError.NonParsableOAuthError, MsalError.HttpStatusCodeNotOk, MsalError.UnknownError, MsalError.RequestTimeout, MsalError.ServiceNotAvailable];

    public static OboFailure Translate(Exception thrown, TokenTarget target) => thrown switch
    {
        TokenEndpointException endpoint => Unavailable(endpoint.RetryAfter),
        MsalServiceException { Claims: { Length: > 0 } claims } => new(OboFailureKind.UserActionRequired, Claims: claims),
        MsalUiRequiredException { Classification: UiRequiredExceptionClassification.ConsentRequired } =>
            new(OboFailureKind.ConsentRequired, Scopes: target.Scopes),
        MsalUiRequiredException => new(OboFailureKind.AssertionRefused),
        MsalServiceException { StatusCode: 429 or >= 500 } => Unavailable(null),
        MsalException { ErrorCode: { } code } when UnreadableAnswers.Contains(code, StringComparer.Ordinal) => Unavailable(null),
        MsalException { ErrorCode: MsalError.InvalidGrantError } => new(OboFailureKind.AssertionRefused),
        HttpRequestException or OperationCanceledException or IOException => Unavailable(null),
        _ => new(OboFailureKind.Misconfigured),
    };

    private static OboFailure Unavailable(TimeSpan? retryAfter) =>
        new(OboFailureKind.Unavailable, RetryAfter: retryAfter ?? DefaultRetryAfter);
}
