using System.Text.Json.Nodes;
using EntraEmulator.Graph.Applications;
using EntraEmulator.Tenants;

namespace EntraEmulator.Graph.Principals;

/// <summary>A service principal in the shape of https://learn.microsoft.com/graph/api/resources/serviceprincipal. What the application has is shown as it is now.</summary>
internal static class PrincipalDocument
{
    public static JsonObject Of(AppRegistration app, ServicePrincipal principal)
    {
        var json = new JsonObject
        {
            ["id"] = principal.Id,
            ["deletedDateTime"] = null,
            ["accountEnabled"] = principal.Enabled,
            ["alternativeNames"] = new JsonArray(),
            ["appDisplayName"] = app.Details.Text("displayName") ?? app.Name,
            ["appId"] = app.ClientId,
            ["appOwnerOrganizationId"] = app.HomeTenantId,
            ["appRoleAssignmentRequired"] = false,
            ["createdDateTime"] = null,
            ["description"] = null,
            ["displayName"] = app.Details.Text("displayName") ?? app.Name,
            ["loginUrl"] = null,
            ["notes"] = null,
            ["notificationEmailAddresses"] = new JsonArray(),
            ["preferredSingleSignOnMode"] = null,
            ["preferredTokenSigningKeyThumbprint"] = null,
            ["replyUrls"] = new JsonArray(),
            ["servicePrincipalNames"] = app.AppIdUris.Prepend(app.ClientId).ListOf(),
            ["servicePrincipalType"] = "Application",
            ["signInAudience"] = Manifest.Of(app)["signInAudience"]!.DeepClone(),
            ["tags"] = new JsonArray(),
            ["appRoles"] = Entitlements.Roles(app).ListOf(),
            ["oauth2PermissionScopes"] = Entitlements.Scopes(app).ListOf(),
            ["keyCredentials"] = new JsonArray(),
            ["passwordCredentials"] = new JsonArray(),
        };
        foreach (var (name, value) in principal.Details) json[name] = value?.DeepClone();
        return json;
    }
}
