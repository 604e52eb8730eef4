using EntraEmulator.StackFiles;

namespace EntraEmulator.Policies;

/// <summary>How signing in goes, besides what policies ask for.</summary>
public sealed record SignInSwitches
{
    /// <value>Whether the second factor is a number that the page shows and the phone is told; else one button approves. The default is false. See https://learn.microsoft.com/entra/identity/authentication/how-to-mfa-number-match.</value>
    public bool NumberMatching { get; init; }

    /// <value>Whether browsers send the session's cookie from frames of pages of another site. The default is true; false is what Safari and private windows do.</value>
    public bool ThirdPartyCookies { get; init; } = true;

    /// <value>Whether a user who may not consent can ask an administrator (AADSTS90095). The default is false. See https://learn.microsoft.com/entra/identity/enterprise-apps/configure-admin-consent-workflow.</value>
    public bool ConsentRequests { get; init; }

    internal static SignInSwitches From(SignInDefinition file) => new() { NumberMatching = file.NumberMatching, ThirdPartyCookies = file.ThirdPartyCookies, ConsentRequests = file.ConsentRequests };
}
