namespace EntraEmulator.StackFiles;

/// <summary>An application that calls the app, with the scopes and app roles that it has been granted. <c>Tenant</c> is a tenant's name.</summary>
public sealed record ClientDefinition(string Name, string Tenant, string ClientId, IReadOnlyList<string> Scopes, IReadOnlyList<string> AppRoles)
{
    /// <summary>What it proves itself with; null for a public client.</summary>
    public string? Secret { get; init; }

    /// <summary>Whether other tenants know it too.</summary>
    public bool MultiTenant { get; init; }

    /// <summary>Where the answers of its sign-ins may go.</summary>
    public RedirectUriDefinition RedirectUris { get; init; } = RedirectUriDefinition.None;

    /// <summary>What a browser opens to tell it of a sign-out; null for nothing. See https://openid.net/specs/openid-connect-frontchannel-1_0.html.</summary>
    public string? FrontChannelLogoutUrl { get; init; }

    /// <summary>The name alone: the secret is for no log.</summary>
    public override string ToString() => Name;
}

/// <summary>Redirect URIs by the platform that they are registered for. See https://learn.microsoft.com/entra/identity-platform/reply-url.</summary>
/// <param name="Web">Of a program on a server, which has a secret.</param>
/// <param name="Spa">Of a page, which redeems its codes from the browser.</param>
/// <param name="PublicClient">Of a program on the user's own device.</param>
public sealed record RedirectUriDefinition(IReadOnlyList<string> Web, IReadOnlyList<string> Spa, IReadOnlyList<string> PublicClient)
{
    /// <summary>No address at all.</summary>
    public static RedirectUriDefinition None { get; } = new([], [], []);
}
