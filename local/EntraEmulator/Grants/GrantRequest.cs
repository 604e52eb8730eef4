using EntraEmulator.Clients;
using EntraEmulator.Tenants;

namespace EntraEmulator.Grants;

/// <summary>A token request of an authenticated client, with the capabilities that the client declares: <c>cp1</c> for claims challenges.</summary>
internal sealed record GrantRequest(TokenForm Form, TenantPath Tenant, AuthenticatedClient Client, IReadOnlyList<string> Capabilities);
