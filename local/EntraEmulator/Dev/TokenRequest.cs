namespace EntraEmulator.Dev;

/// <summary>A token that a developer asks for without signing in. The members are the options of <c>GET /dev/token</c>.</summary>
public sealed record TokenRequest
{
    /// <value>The user's name, object id or mail; or null with <see cref="Application"/>.</value>
    public string? User { get; init; }

    /// <value>A client's name or id: the token is then of that application itself, without a user.</value>
    public string? Application { get; init; }

    /// <value>The client that the user's token is issued to, by name or id. Null for the directory's first client.</value>
    public string? Client { get; init; }

    /// <value>The API, by name, client id or App ID URI. Null for the directory's first application that exposes scopes: the one under development.</value>
    public string? Audience { get; init; }

    /// <value>Scopes separated by spaces, bare or behind the API's identifier; null for the API's first scope.</value>
    public string? Scope { get; init; }

    /// <value>The tenant's name, id or domain; null for the user's, or an application's home tenant.</value>
    public string? Tenant { get; init; }

    /// <value>The lifetime from now; negative for a token that has expired. Null for what the API's tokens usually get.</value>
    public TimeSpan? Lifetime { get; init; }

    /// <value>Client capabilities, such as <c>cp1</c>.</value>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>What kind of token it is.</summary>
    public TokenKind Kind { get; init; }
}

/// <summary>What a <see cref="TokenRequest"/> asks for.</summary>
public enum TokenKind
{
    /// <summary>An access token for the audience.</summary>
    AccessToken,

    /// <summary>An ID token, whose audience is the API's own client id: what an API must refuse although everything about it is genuine.</summary>
    IdToken,
}
