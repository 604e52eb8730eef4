using EntraEmulator.StackFiles;

namespace EntraEmulator.Policies;

/// <summary>
/// A conditional access policy: whom and what it is about, and what it asks for. See https://learn.microsoft.com/entra/identity/conditional-access/overview.
/// </summary>
public sealed record AccessPolicy
{
    /// <value>Its id, a GUID: what a challenge names it by.</value>
    public string Id { get; init; } = Guid.NewGuid().ToString();

    /// <value>The API that it protects, by name, client id or App ID URI; null for all.</value>
    public string? Api { get; init; }

    /// <value>The authentication context that it stands for, <c>c1</c> to <c>c99</c>: then it counts only where that is asked for (claim <c>acrs</c>).</value>
    public string? AuthenticationContext { get; init; }

    /// <value>The one user whom it is about; null for all.</value>
    public string? User { get; init; }

    /// <value>Whether it counts only outside of trusted places, see <see cref="AccessPolicies.IsTrustedLocation"/>.</value>
    public bool OutsideOnly { get; init; }

    /// <value>What it asks for; a second factor unless given.</value>
    public PolicyRequirement Require { get; init; } = PolicyRequirement.Mfa;

    /// <value>How old a sign-in may be at most, in seconds; null for any age.</value>
    public int? SignInFrequencySeconds { get; init; }

    internal static AccessPolicy From(PolicyDefinition policy) => new()
    {
        Id = policy.Id,
        Api = policy.Api,
        AuthenticationContext = policy.AuthenticationContext,
        User = policy.User,
        OutsideOnly = policy.OutsideOnly,
        Require = Enum.Parse<PolicyRequirement>(policy.Require, ignoreCase: true),
        SignInFrequencySeconds = policy.SignInFrequencySeconds,
    };
}

/// <summary>What a policy asks for.</summary>
public enum PolicyRequirement
{
    /// <summary>A second factor.</summary>
    Mfa,

    /// <summary>Nobody gets a token (AADSTS53003).</summary>
    Block,

    /// <summary>Nothing more than a sign-in that is not too old.</summary>
    Nothing,

    /// <summary>Only an administrator says which application gets which permission (AADSTS90094): users do not consent by themselves.</summary>
    AdminConsent,
}
