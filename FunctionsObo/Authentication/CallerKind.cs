namespace FunctionsObo.Authentication;

/// <summary>Whom an access token speaks for.</summary>
public enum CallerKind
{
    /// <summary>A user, through a client with delegated permissions (<c>scp</c>).</summary>
    User,

    /// <summary>An application by itself, with application permissions (<c>roles</c>).</summary>
    App,
}
