namespace FunctionApp.Authentication;

/// <summary>
/// Decides whom a token speaks for: <c>idtyp</c> where the registration asks for it, else <c>scp</c>, <c>roles</c> and
/// <c>sub</c>. An ID token is nobody's access token, also when it carries roles because client and API share one
/// registration: it has no <c>azp</c>, and its subject is not the object id.
/// </summary>
internal static class TokenClassifier
{
    /// <summary>The kind, or null for anything that is not an access token for a user or an app.</summary>
    public static TokenKind? Classify(TokenClaims claims)
    {
        if (claims.ClientId is null || claims.HasIdTokenMarks) return null;

        var delegated = !string.IsNullOrWhiteSpace(claims.Scope);
        return claims.IdentityType switch
        {
            "user" => delegated ? TokenKind.User : null,
            "app" => !delegated && claims.Roles.Count > 0 ? TokenKind.App : null,
            not null => null,
            null when delegated => TokenKind.User,
            null => claims.Roles.Count > 0 && claims.ObjectId is { } id && id == claims.Subject ? TokenKind.App : null,
        };
    }
}
