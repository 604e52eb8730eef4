using System.Net;
using FunctionsObo.Errors;

namespace FunctionsObo.Authentication;

/// <summary>From the reason why credentials were refused to what the client is told: one fixed sentence each.</summary>
internal static class RefusalProblems
{
    public static Problem Of(TokenVerdict verdict) => verdict.Refusal switch
    {
        TokenRefusal.NoCredentials => new Problem
        {
            Status = HttpStatusCode.Unauthorized,
            Code = "no_credentials",
            Detail = "This API needs an access token: send it in the header Authorization with the scheme Bearer.",
            Challenge = Challenges.NoCredentials,
        },
        TokenRefusal.SeveralCredentials => Malformed("several_credentials", "The request has more than one credential."),
        TokenRefusal.MalformedCredentials => Malformed("malformed_credentials", "The header Authorization is not the word Bearer, a space and one token."),
        TokenRefusal.OversizedToken => Malformed("oversized_token", "The token is larger than this API accepts."),
        TokenRefusal.MalformedToken => Invalid("malformed_token", "The token is not a well-formed JWT."),
        TokenRefusal.EncryptedToken => Invalid("encrypted_token", "The token is encrypted; this API takes signed tokens."),
        TokenRefusal.UnsupportedToken => Invalid("unsupported_token", "The token has an algorithm, a type or a header that this API does not accept."),
        TokenRefusal.InvalidClaims => Invalid("invalid_claims", "A claim of the token is missing, duplicated or of the wrong type."),
        TokenRefusal.Expired => Invalid("token_expired", "The token has expired."),
        TokenRefusal.NotYetValid => Invalid("token_not_yet_valid", "The token is not valid yet."),
        TokenRefusal.WrongAudience => Invalid("wrong_audience", "The token is for another audience."),
        TokenRefusal.WrongIssuer => Invalid("wrong_issuer", "The token is of another issuer."),
        TokenRefusal.WrongVersion => Invalid("wrong_version", "The token is of a version that this API does not accept."),
        TokenRefusal.WrongTenant => Invalid("wrong_tenant", "The tenant of the token is not admitted."),
        TokenRefusal.WrongClient => Invalid("wrong_client", "The client application of the token is not admitted."),
        TokenRefusal.WrongSignature => Invalid("wrong_signature", "The signature of the token is not valid."),
        TokenRefusal.NotAnAccessToken => Invalid("not_an_access_token", "The token is not an access token for this API."),
        TokenRefusal.MetadataUnavailable => new Problem
        {
            Status = HttpStatusCode.ServiceUnavailable,
            Code = "identity_platform_unavailable",
            Detail = "The identity platform cannot be reached to check the token; try again.",
            RetryAfter = verdict.RetryAfter,
        },
        TokenRefusal.KeyNotKnownYet => new Problem
        {
            Status = HttpStatusCode.ServiceUnavailable,
            Code = "key_not_known_yet",
            Detail = "The key that the token is signed with is not known here yet; try again.",
            RetryAfter = verdict.RetryAfter,
        },
        var unknown => throw new InvalidOperationException($"No answer for the refusal {unknown}."),
    };

    private static Problem Malformed(string code, string sentence) => new()
    {
        Status = HttpStatusCode.BadRequest,
        Code = code,
        Detail = sentence,
        Challenge = Challenges.InvalidRequest(sentence),
    };

    private static Problem Invalid(string code, string sentence) => new()
    {
        Status = HttpStatusCode.Unauthorized,
        Code = code,
        Detail = sentence,
        Challenge = Challenges.InvalidToken(sentence),
    };
}
