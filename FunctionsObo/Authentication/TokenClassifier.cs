namespace FunctionsObo.Authentication;

/// <summary>
/// Decides whom a token speaks for: <c>idtyp</c> where the registration asks for it, else <c>scp</c>, <c>roles</c> and
/// <c>sub</c>. An ID token is nobody's access token, also when it carries roles because client and API share one
/// registration: it has no <c>azp</c>, and its subject is not the object id.
/// </summary>
internal static class TokenClassifier
{
    /// <summary>The kind, or null for anything that is not an access token for a user or an app.</summary>
    public static CallerKind? Classify(TokenClaims claims)
    {
        if (claims.ClientId is null || claims.HasIdTokenMarks) return null;

        var isDelegated = !string.IsNullOrWhiteSpace(claims.Scope);
        var isApplication = claims.Scope is null && claims.Roles.Count > 0;
        return claims.IdentityType switch
        {
            "user" when isDelegated => CallerKind.User,
            "app" when isApplication => CallerKind.App,
            null when isDelegated => CallerKind.User,
            null when isApplication && claims.ObjectId is { } id && id == claims.Subject => CallerKind.App,
            _ => null,
        };
    }
}
