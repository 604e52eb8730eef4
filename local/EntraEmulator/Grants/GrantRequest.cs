using EntraEmulator.Clients;
using EntraEmulator.Tenants;

namespace EntraEmulator.Grants;

/// <summary>A token request of an authenticated client.</summary>
/// <param name="Capabilities">What the client says it can do, from the <c>claims</c> parameter: <c>cp1</c> for claims challenges.</param>
internal sealed record GrantRequest(TokenForm Form, TenantPath Tenant, AuthenticatedClient Client, IReadOnlyList<string> Capabilities);
