using System.Text.Json.Nodes;
using EntraEmulator.Hosting;
using EntraEmulator.Tenants;

namespace EntraEmulator.Tokens;

/// <summary>
/// The payload of an access token, as version 1.0 or 2.0 has it.
/// See https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference.
/// </summary>
internal static class AccessTokenClaims
{
    public static JsonObject Create(EmulatorUrls urls, AccessTokenOrder order, DateTimeOffset now)
    {
        var version = order.Resource.AccessTokenVersion;
        var claims = TokenClaims.Begin(urls, Audience(order.Resource), order.Tenant, version, now, order.Lifetime);
        claims["aio"] = TokenClaims.Opaque(60);
        AddClient(claims, order, version);
        if (order.User is { } user) AddUser(claims, urls, order, user, version);
        else AddServicePrincipal(claims, order, version);
        claims["tid"] = order.Tenant.Id;
        claims["uti"] = TokenClaims.Opaque(16);
        claims["ver"] = version == 1 ? "1.0" : "2.0";
        if (order.Resource.IncludeClientCapabilities && order.Capabilities.Count > 0) claims["xms_cc"] = Array(order.Capabilities);
        return claims;
    }

    private static string Audience(AppRegistration resource) =>
        resource.Audience ?? (resource.AccessTokenVersion == 1 ? resource.AppIdUri ?? resource.ClientId : resource.ClientId);

    private static void AddClient(JsonObject claims, AccessTokenOrder order, int version)
    {
        claims[version == 1 ? "appid" : "azp"] = order.Client.ClientId;
        claims[version == 1 ? "appidacr" : "azpacr"] = order.ClientAcr;
    }

    private static void AddUser(JsonObject claims, EmulatorUrls urls, AccessTokenOrder order, User user, int version)
    {
        if (order.Resource.IncludeTokenType) claims["idtyp"] = "user";
        if (version == 1)
        {
            claims["amr"] = new JsonArray("pwd", "mfa");
            claims["family_name"] = user.Surname;
            claims["given_name"] = user.GivenName;
            claims["ipaddr"] = "127.0.0.1";
            claims["unique_name"] = user.Mail;
            claims["upn"] = user.Mail;
        }
        else
        {
            claims["preferred_username"] = user.Mail;
        }

        TokenClaims.AddAccount(claims, urls, user, order.Resource);
        claims["name"] = user.DisplayName;
        claims["oid"] = user.ObjectId;
        claims["rh"] = $"1.{TokenClaims.Opaque(48)}.";
        claims["scp"] = string.Join(' ', order.Scopes);
        if (order.Contexts.Count > 0) claims["acrs"] = Array(order.Contexts);
        claims["sid"] = order.SessionId ?? Guid.NewGuid().ToString();
        claims["sub"] = TokenClaims.PairwiseSubject(user, order.Resource);
    }

    private static void AddServicePrincipal(JsonObject claims, AccessTokenOrder order, int version)
    {
        var id = TokenClaims.ServicePrincipalId(order.Client, order.Tenant);
        if (order.Resource.IncludeTokenType) claims["idtyp"] = "app";
        if (version == 1) claims["idp"] = claims["iss"]!.GetValue<string>();
        claims["oid"] = id;
        claims["rh"] = $"1.{TokenClaims.Opaque(48)}.";
        if (order.Roles.Count > 0) claims["roles"] = Array(order.Roles);
        claims["sub"] = id;
    }

    private static JsonArray Array(IEnumerable<string> values) => new([.. values.Select(value => (JsonNode)value)]);
}
