using System.Text.Json.Nodes;
using EntraEmulator.Errors;
using EntraEmulator.Tenants;
using Microsoft.IdentityModel.Tokens;

namespace EntraEmulator.Graph.Principals;

/// <summary>A permission grant of one tenant, together with those whom it is between.</summary>
internal sealed record Consent(AppRegistration Client, ServicePrincipal ClientPrincipal, ServicePrincipal Resource, PermissionGrant Grant)
{
    /// <value>It follows from the three objects, so that there is one grant for each.</value>
    public string Id => Base64UrlEncoder.Encode([.. Bytes(ClientPrincipal.Id), .. Bytes(Resource.Id), .. Grant.PrincipalId is { } user ? Bytes(user) : []]);

    /// <summary>All delegated ones of the caller's tenant.</summary>
    public static IEnumerable<Consent> All(GraphCall call)
    {
        var principals = PrincipalCalls.All(call).ToList();
        foreach (var (client, clientPrincipal) in principals)
        {
            var grants = call.Edit.ByTenant(client.DelegatedGrants).Where(grant => grant.TenantId == call.Tenant.Id && grant.Values.Count > 0);
            foreach (var same in grants.GroupBy(grant => (Resource: grant.ResourceId.ToLowerInvariant(), grant.PrincipalId)))
            {
                if (principals.Find(one => one.App.ClientId == same.Key.Resource).Principal is { } resource)
                    yield return new Consent(client, clientPrincipal, resource, same.First() with { Values = [.. same.SelectMany(grant => grant.Values).Distinct(StringComparer.Ordinal)] });
            }
        }
    }

    /// <summary>Takes the place of what is there between the same three; without values nothing does.</summary>
    public static void Put(GraphCall call, AppRegistration client, PermissionGrant grant)
    {
        var others = call.Edit.ByTenant(client.DelegatedGrants).Where(one =>
            one.TenantId != call.Tenant.Id || one.PrincipalId != grant.PrincipalId || !string.Equals(one.ResourceId, grant.ResourceId, StringComparison.OrdinalIgnoreCase));
        call.Edit.Put(client with { DelegatedGrants = grant.Values.Count > 0 ? [.. others, grant] : [.. others] });
    }

    public JsonObject Document() => new()
    {
        ["clientId"] = ClientPrincipal.Id,
        ["consentType"] = Grant.PrincipalId is null ? "AllPrincipals" : "Principal",
        ["id"] = Id,
        ["principalId"] = Grant.PrincipalId,
        ["resourceId"] = Resource.Id,
        ["scope"] = string.Join(' ', Grant.Values),
    };

    private static byte[] Bytes(string id) => Guid.Parse(id).ToByteArray();
}
