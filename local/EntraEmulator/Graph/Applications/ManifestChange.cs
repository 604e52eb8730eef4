using System.Text.Json.Nodes;
using EntraEmulator.Errors;
using EntraEmulator.Tenants;

namespace EntraEmulator.Graph.Applications;

/// <summary>Makes a registration of what a POST or a PATCH says: what is absent stays, what is there is replaced whole.</summary>
internal static class ManifestChange
{
    private static readonly string[] Writable =
    [
        "addIns", "api", "appRoles", "defaultRedirectUri", "description", "displayName", "groupMembershipClaims", "identifierUris", "info", "isDeviceOnlyAuthSupported",
        "isFallbackPublicClient", "keyCredentials", "nativeAuthenticationApisEnabled", "notes", "optionalClaims", "parentalControlSettings", "passwordCredentials", "publicClient",
        "requestSignatureVerification", "requiredResourceAccess", "samlMetadataUrl", "serviceManagementReference", "servicePrincipalLockConfiguration", "signInAudience", "spa", "tags",
        "tokenEncryptionKeyId", "uniqueName", "web",
    ];

    /// <value>What is kept as it was sent. The rest has a place of its own in the registration.</value>
    private static readonly string[] Kept = [.. Writable.Except(["identifierUris", "keyCredentials", "passwordCredentials"], StringComparer.Ordinal), "createdDateTime"];

    /// <exception cref="GraphErrorException">It breaks a rule of the directory.</exception>
    public static AppRegistration Apply(GraphCall call, AppRegistration app, JsonObject body, bool isNew)
    {
        body.OnlyHas(Writable);
        if (body.Objects("passwordCredentials").Count > 0)
            throw GraphErrors.Bad("New password credentials must be generated with service actions.", "KeyNotUpdatable", "passwordCredentials");
        var before = Manifest.Of(app);
        var after = Merge(before, body);
        if (after.Text("signInAudience") is "AzureADandPersonalMicrosoftAccount" or "PersonalMicrosoftAccount" && after["api"]!["requestedAccessTokenVersion"] is null)
            after["api"]!["requestedAccessTokenVersion"] = 2; // v1 tokens are not for personal accounts
        ManifestRules.Check(call, app, before, after);
        EntitlementRules.Check(before, after, isNew);
        var changed = Project(app, after);
        if (body.ContainsKey("keyCredentials")) app.Credentials.Replace(KeyCredentials.Read(app, body.Objects("keyCredentials"), isNew));
        return changed with { Name = FreeName(call.Edit, changed, after.Text("displayName")!) };
    }

    /// <summary>The display name, which others may have too; then with the client id, for the emulator's own names are unique.</summary>
    public static string FreeName(DirectoryEdit edit, AppRegistration app, string displayName)
    {
        var taken = edit.Find(displayName) is { } other && !string.Equals(other.ClientId, app.ClientId, StringComparison.OrdinalIgnoreCase);
        return taken || app.AppIdUris.Append(app.ClientId).Contains(displayName, StringComparer.OrdinalIgnoreCase) ? $"{displayName} ({app.ClientId})" : displayName;
    }

    private static JsonObject Merge(JsonObject before, JsonObject body)
    {
        var after = before.DeepClone().AsObject();
        foreach (var (name, value) in body)
        {
            if (name.Contains('@', StringComparison.Ordinal)) continue;
            if (after[name] is JsonObject old && value is JsonObject given)
                foreach (var (inner, innerValue) in given) old[inner] = innerValue?.DeepClone();
            else after[name] = value?.DeepClone();
        }

        if (after.Object("api") is null) after["api"] = new JsonObject();
        return after;
    }

    private static AppRegistration Project(AppRegistration app, JsonObject json)
    {
        var (api, uris) = (json.Object("api")!, json.Texts("identifierUris"));
        var scopes = api.Objects("oauth2PermissionScopes").Where(one => one.Flag("isEnabled") != false).ToList();
        var claims = json.Object("optionalClaims")?.Objects("accessToken").Select(one => one.Text("name")).ToList() ?? [];
        var details = new JsonObject();
        foreach (var name in Kept.Where(json.ContainsKey)) details[name] = json[name]?.DeepClone();
        return app with
        {
            MultiTenant = json.Text("signInAudience") != "AzureADMyOrg",
            PublicClient = json.Flag("isFallbackPublicClient") == true || json.Object("publicClient")?.Texts("redirectUris").Count > 0,
            AppIdUri = uris.Count > 0 ? uris[0] : null,
            MoreAppIdUris = [.. uris.Skip(1)],
            Scopes = [.. scopes.Select(one => one.Text("value")!)],
            AppRoles = [.. json.Objects("appRoles").Where(Entitlements.IsForApplications).Select(one => one.Text("value")!)],
            AccessTokenVersion = api["requestedAccessTokenVersion"]?.ToString() == "2" ? 2 : 1,
            IncludeTokenType = claims.Contains("idtyp", StringComparer.Ordinal),
            IncludeClientCapabilities = claims.Contains("xms_cc", StringComparer.Ordinal),
            PreAuthorized = [.. api.Objects("preAuthorizedApplications").Select(one => PreAuthorized(one, scopes))],
            Details = details,
        };
    }

    private static PermissionGrant PreAuthorized(JsonObject client, List<JsonObject> scopes)
    {
        var ids = client.Texts("delegatedPermissionIds");
        return new PermissionGrant(client.Text("appId")!, [.. scopes.Where(one => ids.Contains(one.Text("id"), StringComparer.OrdinalIgnoreCase)).Select(one => one.Text("value")!)]);
    }
}
