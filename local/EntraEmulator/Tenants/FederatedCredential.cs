using EntraEmulator.StackFiles;
using Microsoft.IdentityModel.Tokens;

namespace EntraEmulator.Tenants;

/// <summary>
/// A trust in an external issuer: its token with exactly this issuer, subject and audience authenticates the application.
/// See https://learn.microsoft.com/entra/workload-id/workload-identity-federation.
/// </summary>
/// <param name="Issuer">The <c>iss</c> of the external token, compared case-sensitively.</param>
/// <param name="Subject">Its <c>sub</c>, compared case-sensitively.</param>
/// <param name="SigningKey">The public key that it is signed with; null for a key of the emulator, also one that was made for the issuer (<c>POST /dev/keys?issuer=…</c>).</param>
public sealed record FederatedCredential(string Issuer, string Subject, SecurityKey? SigningKey)
{
    /// <value>Its <c>aud</c>. The default is <c>api://AzureADTokenExchange</c>.</value>
    public string Audience { get; init; } = "api://AzureADTokenExchange";

    /// <value>The id that the directory gave it; null for one that was registered in code, whose id follows from what it says.</value>
    internal Guid? GivenId { get; init; }

    internal Guid Id => GivenId ?? StableId.Of($"federated/{Issuer}/{Subject}/{Audience}");

    internal string? Name { get; init; }

    internal string? Description { get; init; }
}
