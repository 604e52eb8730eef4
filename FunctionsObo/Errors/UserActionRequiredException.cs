namespace FunctionsObo.Errors;

/// <summary>
/// There is no token, or none that the downstream API accepts, until the user has done something: met a claims challenge (a second
/// factor, conditional access, continuous access evaluation), or given consent. Let it end the request: the client is told what to do
/// (https://learn.microsoft.com/entra/identity-platform/claims-challenge).
/// </summary>
public sealed class UserActionRequiredException : Exception
{
    private UserActionRequiredException(string message, string? claims, IReadOnlyList<string> scopes, string? api)
        : base(message)
    {
        Claims = claims;
        Scopes = scopes;
        Api = api;
    }

    /// <summary>The claims request that the client's next token must satisfy, JSON; null when consent is missing.</summary>
    public string? Claims { get; }

    /// <summary>The scopes that lack consent; empty when there are claims.</summary>
    public IReadOnlyList<string> Scopes { get; }

    /// <summary>The downstream API that asked for the claims, by its name in the configuration; null for the identity platform.</summary>
    public string? Api { get; }

    /// <summary>The user must meet a claims request.</summary>
    /// <param name="claims">The claims request, JSON, as a 401 or the token endpoint gave it.</param>
    /// <param name="api">The downstream API that asked for it; null for the identity platform.</param>
    public static UserActionRequiredException ForClaims(string claims, string? api = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(claims);
        return new("The user must meet further requirements.", claims, [], api);
    }

    /// <summary>The user, or an administrator, must consent.</summary>
    /// <param name="scopes">The scopes that lack consent.</param>
    public static UserActionRequiredException ForConsent(IReadOnlyList<string> scopes)
    {
        ArgumentNullException.ThrowIfNull(scopes);
        return new("Consent to downstream permissions is missing.", claims: null, scopes, api: null);
    }

    /// <summary>The same once more: an exception that was thrown belongs to the request that it ended.</summary>
    internal UserActionRequiredException Again() => new(Message, Claims, Scopes, Api);
}
