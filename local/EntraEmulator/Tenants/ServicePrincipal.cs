using System.Text.Json.Nodes;

namespace EntraEmulator.Tenants;

/// <summary>An application as one tenant has it.</summary>
/// <param name="TenantId">The tenant.</param>
/// <param name="Id">Its object id there.</param>
internal sealed record ServicePrincipal(string TenantId, string Id)
{
    /// <value>Whether tokens are issued to it and for it.</value>
    public bool Enabled { get; init; } = true;

    /// <value>What the directory keeps and no token shows. Never changed in place.</value>
    public JsonObject Details { get; init; } = [];
}
