namespace FunctionsObo.Authentication;

/// <summary>Why a request's credentials were refused. Its meaning for the client (status, header, sentence) is in Errors.</summary>
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
}
