namespace FunctionApp.Authentication;

/// <summary>Whom an access token speaks for.</summary>
public enum TokenKind
{
    /// <summary>A user, through a client with delegated permissions (<c>scp</c>).</summary>
    User,

    /// <summary>An application by itself, with application permissions (<c>roles</c>).</summary>
    App,
}
