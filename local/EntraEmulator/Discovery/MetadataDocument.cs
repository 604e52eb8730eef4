using System.Text.Json.Nodes;
using EntraEmulator.Hosting;
using EntraEmulator.Tenants;

namespace EntraEmulator.Discovery;

/// <summary>The OpenID Connect discovery document, with the members that Entra's has.</summary>
internal static class MetadataDocument
{
    public static JsonObject Create(EmulatorUrls urls, TenantPath tenant, int version) => new()
    {
        ["token_endpoint"] = urls.OAuth(tenant.PathPart, "token", version),
        ["token_endpoint_auth_methods_supported"] = new JsonArray("client_secret_post", "private_key_jwt", "client_secret_basic"),
        ["jwks_uri"] = urls.Keys(tenant.PathPart, version),
        ["response_modes_supported"] = new JsonArray("query", "fragment", "form_post"),
        ["subject_types_supported"] = new JsonArray("pairwise"),
        ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
        ["response_types_supported"] = new JsonArray("code", "id_token", "code id_token", "id_token token"),
        ["scopes_supported"] = new JsonArray("openid", "profile", "email", "offline_access"),
        ["issuer"] = urls.Issuer(tenant.IssuerPart, version),
        ["request_uri_parameter_supported"] = false,
        ["userinfo_endpoint"] = $"{urls.Address}graph/oidc/userinfo",
        ["authorization_endpoint"] = urls.OAuth(tenant.PathPart, "authorize", version),
        ["device_authorization_endpoint"] = urls.OAuth(tenant.PathPart, "devicecode", version),
        ["http_logout_supported"] = true,
        ["frontchannel_logout_supported"] = true,
        ["end_session_endpoint"] = urls.OAuth(tenant.PathPart, "logout", version),
        ["claims_supported"] = new JsonArray("sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "preferred_username", "name", "email", "tid", "ver", "oid"),
        ["tenant_region_scope"] = tenant.Tenant is null ? null : "EU",
        ["cloud_instance_name"] = urls.Address.Host,
    };
}
