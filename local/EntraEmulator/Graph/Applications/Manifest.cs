using System.Text.Json.Nodes;
using EntraEmulator.Tenants;

namespace EntraEmulator.Graph.Applications;

/// <summary>A registration in the shape of https://learn.microsoft.com/graph/api/resources/application.</summary>
internal static class Manifest
{
    /// <value>What only the directory keeps, as it is where nobody has set it.</value>
    private static readonly JsonObject Usual = JsonNode.Parse(
        """
        {
          "addIns": [], "applicationTemplateId": null, "certification": null, "createdDateTime": null, "defaultRedirectUri": null, "description": null,
          "disabledByMicrosoftStatus": null, "groupMembershipClaims": null, "info": {}, "isDeviceOnlyAuthSupported": null,
          "nativeAuthenticationApisEnabled": null, "notes": null, "parentalControlSettings": { "countriesBlockedForMinors": [], "legalAgeGroupRule": "Allow" },
          "requestSignatureVerification": null, "requiredResourceAccess": [], "samlMetadataUrl": null, "serviceManagementReference": null,
          "servicePrincipalLockConfiguration": null, "tags": [], "tokenEncryptionKeyId": null, "uniqueName": null,
          "publicClient": { "redirectUris": [] }, "spa": { "redirectUris": [] },
          "web": { "homePageUrl": null, "logoutUrl": null, "redirectUris": [], "implicitGrantSettings": { "enableAccessTokenIssuance": false, "enableIdTokenIssuance": false }, "redirectUriSettings": [] }
        }
        """)!.AsObject();

    public static JsonObject Of(AppRegistration app, bool withKeys = false)
    {
        var json = Usual.DeepClone().AsObject();
        foreach (var (name, value) in app.Details) json[name] = value?.DeepClone();
        json["id"] = app.ObjectId;
        json["appId"] = app.ClientId;
        json["deletedDateTime"] = null;
        json["displayName"] = app.Details.Text("displayName") ?? app.Name;
        json["signInAudience"] = Audience(app);
        json["identifierUris"] = app.AppIdUris.ListOf();
        json["isFallbackPublicClient"] = app.PublicClient && json.Object("publicClient")?.Texts("redirectUris").Count is null or 0 ? app.PublicClient : app.Details.Flag("isFallbackPublicClient");
        json["api"] = Api(app);
        json["appRoles"] = Entitlements.Roles(app).ListOf();
        if (!app.Details.ContainsKey("requiredResourceAccess")) json["requiredResourceAccess"] = RequiredAccess.Of(app).ListOf();
        json["optionalClaims"] = OptionalClaims(app);
        json["passwordCredentials"] = Passwords.Of(app).ListOf();
        json["keyCredentials"] = KeyCredentials.Of(app, withKeys).ListOf();
        return json;
    }

    private static string Audience(AppRegistration app)
    {
        var kept = app.Details.Text("signInAudience");
        if (!app.MultiTenant) return "AzureADMyOrg";
        return kept is null or "AzureADMyOrg" ? "AzureADMultipleOrgs" : kept;
    }

    private static JsonObject Api(AppRegistration app)
    {
        var kept = app.Details.Object("api") ?? [];
        return new JsonObject
        {
            ["acceptMappedClaims"] = kept["acceptMappedClaims"]?.DeepClone(),
            ["knownClientApplications"] = kept["knownClientApplications"]?.DeepClone() ?? new JsonArray(),
            ["requestedAccessTokenVersion"] = app.AccessTokenVersion == 2 ? 2 : kept["requestedAccessTokenVersion"]?.ToString() == "1" || app.Details.Count == 0 ? 1 : null,
            ["oauth2PermissionScopes"] = Entitlements.Scopes(app).ListOf(),
            ["preAuthorizedApplications"] = kept["preAuthorizedApplications"]?.DeepClone() ?? new JsonArray(),
        };
    }

    private static JsonObject? OptionalClaims(AppRegistration app)
    {
        var kept = app.Details.Object("optionalClaims")?.DeepClone().AsObject();
        var claims = kept?.Objects("accessToken").Select(one => one.DeepClone().AsObject()).ToList() ?? [];
        foreach (var (name, isIn) in new[] { ("idtyp", app.IncludeTokenType), ("xms_cc", app.IncludeClientCapabilities) })
        {
            if (!isIn) claims.RemoveAll(one => one.Text("name") == name);
            else if (!claims.Exists(one => one.Text("name") == name)) claims.Add(new JsonObject { ["name"] = name, ["source"] = null, ["essential"] = false, ["additionalProperties"] = new JsonArray() });
        }

        if (kept is null && claims.Count == 0) return null;
        return new JsonObject
        {
            ["accessToken"] = claims.ListOf(),
            ["idToken"] = kept?["idToken"]?.DeepClone() ?? new JsonArray(),
            ["saml2Token"] = kept?["saml2Token"]?.DeepClone() ?? new JsonArray(),
        };
    }
}
