using EntraEmulator.Tenants;

namespace EntraEmulator.SignIn;

/// <summary>What a code stands for, until its client redeems it.</summary>
internal sealed record AuthorizationCode(AuthorizeRequest Request, Tenant Tenant, SignedIn SignedIn)
{
    /// <summary>About as long as at Entra.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
}
