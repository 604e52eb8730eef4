using System.Text.Json.Nodes;
using EntraEmulator.Hosting;
using EntraEmulator.Keys;
using EntraEmulator.Tenants;

namespace EntraEmulator.Discovery;

/// <summary>The JSON Web Key Set (RFC 7517), each key with the issuer that it is good for.</summary>
internal static class KeySetDocument
{
    public static JsonObject Create(EmulatorUrls urls, KeyRing keys, TenantPath tenant, int version) => new()
    {
        ["keys"] = new JsonArray([.. keys.Published.Select(key => (JsonNode)Describe(key, urls.Issuer(tenant.IssuerPart, version)))]),
    };

    private static JsonObject Describe(SigningKey key, string issuer)
    {
        var description = PublicJwk.Describe(key);
        description["issuer"] = key.Issuer ?? issuer;
        return description;
    }
}
