namespace EntraEmulator.StackFiles;

/// <summary>A conditional access policy, as <c>/dev/policies</c> takes it.</summary>
/// <param name="Id">A GUID, lower case; made from the rest where the file has none.</param>
/// <param name="Require"><c>mfa</c>, <c>block</c>, <c>nothing</c> or <c>adminConsent</c>.</param>
public sealed record PolicyDefinition(string Id, string Require)
{
    /// <summary>The name of the application that it protects; null for all.</summary>
    public string? Api { get; init; }

    /// <summary>The authentication context that it stands for; null for none.</summary>
    public string? AuthenticationContext { get; init; }

    /// <summary>The name of the one user whom it is about; null for all.</summary>
    public string? User { get; init; }

    /// <summary>Whether it counts only outside of trusted places.</summary>
    public bool OutsideOnly { get; init; }

    /// <summary>How old a sign-in may be at most, in seconds; null for any age.</summary>
    public int? SignInFrequencySeconds { get; init; }
}

/// <summary>How signing in goes, as <c>/dev/sign-in</c> takes it.</summary>
/// <param name="NumberMatching">Whether the second factor is a number to match.</param>
/// <param name="ThirdPartyCookies">Whether browsers send the session's cookie from frames of pages of another site.</param>
/// <param name="ConsentRequests">Whether users can ask an administrator for consent.</param>
public sealed record SignInDefinition(bool NumberMatching, bool ThirdPartyCookies, bool ConsentRequests);
