using System.Text.Json.Nodes;
using FunctionsObo.Tool.Cloud.Graph;

namespace FunctionsObo.Tool.Registering.Planning;

/// <summary>The registration of the API, but for what needs its own client id: see <see cref="ApiExposure"/>.</summary>
internal static class ApiManifest
{
    private const string OneTenant = "AzureADMyOrg";
    private const string ManyTenants = "AzureADMultipleOrgs";

    public static Difference Compare(JsonObject? before, Wanted wanted, IEnumerable<NeededPermission> needed)
    {
        var difference = new Difference();
        if (before is null) Introduce(wanted, wanted.Name, difference);
        CompareAudience(before?.Text("signInAudience"), wanted.IsMultiTenant, difference);
        if (wanted.ServiceManagementReference is { } reference && before?.Text("serviceManagementReference") != reference)
            difference.Set("serviceManagementReference", reference, before?.Text("serviceManagementReference"), reference);
        CompareApi(before, wanted, difference);
        new OfferedPermissions(wanted, before).AddRoles(difference);
        OptionalClaims.Compare(before, difference);
        RequiredAccess.Compare(before, needed, difference);
        return difference;
    }

    /// <summary>What a new application is called, and by whom it was made.</summary>
    public static void Introduce(Wanted wanted, string name, Difference difference)
    {
        difference.Set("displayName", name, before: null, name);
        difference.Set("tags", new JsonArray(wanted.Mark.Tag), before: null, wanted.Mark.Tag);
        difference.Body["notes"] = wanted.Mark.Notes;
    }

    /// <summary>Without a word, Graph makes an application for personal accounts too. One that is there is never narrowed.</summary>
    public static void CompareAudience(string? before, bool isMultiTenant, Difference difference)
    {
        if (before is null || (before == OneTenant && isMultiTenant)) difference.Set("signInAudience", isMultiTenant ? ManyTenants : OneTenant, before, isMultiTenant ? ManyTenants : OneTenant);
        else if (before != OneTenant && !isMultiTenant) difference.Leave($"signInAudience stays {before}, although the settings are of one tenant: others may rely on it. The app refuses tokens of other tenants.");
    }

    /// <summary>Of <c>api</c>, all that is there goes along: a part that is absent may be taken for empty.</summary>
    private static void CompareApi(JsonObject? before, Wanted wanted, Difference difference)
    {
        var api = before?.Object("api")?.Copy() ?? [];
        var (version, told) = (api["requestedAccessTokenVersion"]?.ToString(), difference.Changes.Count);
        if (version != "2" && wanted.TakesVersion2)
        {
            api["requestedAccessTokenVersion"] = 2;
            difference.Tell("api.requestedAccessTokenVersion", version, "2");
        }

        if (new OfferedPermissions(wanted, before).Scopes(difference) is { } scopes) api["oauth2PermissionScopes"] = scopes;
        if (difference.Changes.Count > told) difference.Body["api"] = api;
    }
}
