using EntraEmulator.Tenants;

namespace EntraEmulator.Tokens;

/// <summary>An access token to be made, everything about it decided.</summary>
internal sealed record AccessTokenOrder(Tenant Tenant, AppRegistration Resource, AppRegistration Client, TimeSpan Lifetime)
{
    /// <value>The user, or null for a token of the application itself.</value>
    public User? User { get; init; }

    /// <value>The sign-in that it comes from; null for one that nothing is known of.</value>
    public string? SessionId { get; init; }

    /// <value>Authentication contexts that were met.</value>
    public IReadOnlyList<string> Contexts { get; init; } = [];

    /// <value>How the client proved itself: 0 not at all, 1 by secret, 2 by certificate.</value>
    public string ClientAcr { get; init; } = "0";

    public IReadOnlyList<string> Scopes { get; init; } = [];

    public IReadOnlyList<string> Roles { get; init; } = [];

    public IReadOnlyList<string> Capabilities { get; init; } = [];
}
