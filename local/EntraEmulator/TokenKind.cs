namespace EntraEmulator;

/// <summary>What a <see cref="TokenRequest"/> asks for.</summary>
public enum TokenKind
{
    /// <summary>An access token for the audience.</summary>
    AccessToken,

    /// <summary>An ID token, whose audience is the API's own client id: what an API must refuse although everything about it is genuine.</summary>
    IdToken,
}
