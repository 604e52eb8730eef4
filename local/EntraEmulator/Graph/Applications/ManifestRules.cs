using System.Text.Json.Nodes;
using EntraEmulator.Errors;
using EntraEmulator.Tenants;

namespace EntraEmulator.Graph.Applications;

/// <summary>What Entra refuses in a registration. Its limits: https://learn.microsoft.com/entra/identity-platform/supported-accounts-validation.</summary>
internal static class ManifestRules
{
    private static readonly string[] Audiences = ["AzureADMyOrg", "AzureADMultipleOrgs", "AzureADandPersonalMicrosoftAccount", "PersonalMicrosoftAccount"];
    private static readonly string[] ApiMembers = ["acceptMappedClaims", "knownClientApplications", "oauth2PermissionScopes", "preAuthorizedApplications", "requestedAccessTokenVersion"];

    /// <exception cref="GraphErrorException">It is refused.</exception>
    public static void Check(GraphCall call, AppRegistration app, JsonObject before, JsonObject after)
    {
        if (after.RequiredText("displayName", "Application").Length > 256) throw GraphErrors.InvalidValue("displayName", "It has at most 256 characters.");
        if (!Audiences.Contains(after.Text("signInAudience"), StringComparer.Ordinal)) throw GraphErrors.InvalidValue("signInAudience", $"It is one of {string.Join(", ", Audiences)}.");
        CheckUniqueName(call, app, before.Text("uniqueName"), after.Text("uniqueName"));
        CheckVersion(after);
        CheckUris(call, app, before.Texts("identifierUris"), after);
        CheckKnown(before, after.Object("api")!);
        CheckResources(after);
        _ = (after.Texts("tags"), after.Flag("isFallbackPublicClient"), after.Object("web")?.Texts("redirectUris"), after.Object("spa")?.Texts("redirectUris"));
    }

    /// <summary>The name is taken even by a deleted application, until that is purged.</summary>
    private static void CheckUniqueName(GraphCall call, AppRegistration app, string? before, string? after)
    {
        if (before is not null && before != after) throw GraphErrors.Bad("Property 'uniqueName' is immutable and cannot be changed.");
        var others = call.Edit.Applications.Concat(call.Edit.Deleted.Where(item => item.Principal is null).Select(item => item.Application));
        if (after is not null && others.Any(one => one.ClientId != app.ClientId && one.HomeTenantId == app.HomeTenantId && string.Equals(one.Details.Text("uniqueName"), after, StringComparison.OrdinalIgnoreCase)))
            throw GraphErrors.Bad("Another object with the same value for property uniqueName already exists.", "ObjectConflict", "uniqueName");
    }

    private static void CheckVersion(JsonObject after)
    {
        var version = after["api"]!["requestedAccessTokenVersion"]?.ToString();
        if (version is not (null or "1" or "2")) throw GraphErrors.InvalidValue("requestedAccessTokenVersion", "It is 1, 2 or null, which means 1.");
        if (after.Text("signInAudience") is "AzureADandPersonalMicrosoftAccount" or "PersonalMicrosoftAccount" && version != "2")
            throw GraphErrors.InvalidValue("requestedAccessTokenVersion", "It has to be 2 for applications that take personal accounts.");
    }

    private static void CheckUris(GraphCall call, AppRegistration app, IReadOnlyList<string> before, JsonObject after)
    {
        var uris = after.Texts("identifierUris");
        foreach (var uri in uris.Except(before, StringComparer.Ordinal))
        {
            if (call.Edit.Find(uri) is { } other && other.ClientId != app.ClientId || uris.Count(one => string.Equals(one, uri, StringComparison.OrdinalIgnoreCase)) > 1)
                throw GraphErrors.Bad("Another object with the same value for property identifierUris already exists.", "ObjectConflict", "identifierUris");
            IdentifierUri.Check(uri, app.ClientId, call.Tenant, isVersion2: after["api"]!["requestedAccessTokenVersion"]?.ToString() == "2");
        }
    }

    /// <summary>Scopes of a pre-authorised client must have been there before this request.</summary>
    private static void CheckKnown(JsonObject before, JsonObject api)
    {
        api.OnlyHas(ApiMembers);
        foreach (var client in api.Texts("knownClientApplications"))
            if (!Guid.TryParse(client, out _)) throw GraphErrors.InvalidValue("knownClientApplications", "It is a list of client ids.");
        var stored = before.Object("api")!.Objects("oauth2PermissionScopes").Select(one => one.Text("id"));
        foreach (var client in api.Objects("preAuthorizedApplications"))
        {
            client.OnlyHas("appId", "delegatedPermissionIds");
            client.RequiredId("appId", "PreAuthorizedApplication");
            foreach (var id in client.Texts("delegatedPermissionIds").Except(stored, StringComparer.OrdinalIgnoreCase))
                throw GraphErrors.With(400, "InvalidValue", $"Property PreAuthorizedApplication references applications with Permission Id that cannot be found: {id}.");
        }
    }

    /// <summary>Nobody looks whether the resource has such a permission; that shows when it is asked for.</summary>
    private static void CheckResources(JsonObject after)
    {
        foreach (var resource in after.Objects("requiredResourceAccess"))
        {
            resource.RequiredText("resourceAppId", "RequiredResourceAccess");
            foreach (var access in resource.Objects("resourceAccess"))
            {
                access.RequiredId("id", "ResourceAccess");
                if (access.Text("type") is not ("Scope" or "Role")) throw GraphErrors.Bad("Invalid value specified for property 'type' of resource 'ResourceAccess'.");
            }
        }
    }
}
