using System.Text.Json.Nodes;
using EntraEmulator.StackFiles;

namespace EntraEmulator.Tenants;

/// <summary>Makes a directory of what a stack file says.</summary>
internal static class DefinedDirectory
{
    public static TenantDirectory Create(StackDefinition stack)
    {
        var ids = stack.Tenants.ToDictionary(tenant => tenant.Name, tenant => tenant.Id, StringComparer.OrdinalIgnoreCase);
        return new TenantDirectory(
            stack.Tenants.Select(tenant => new Tenant(tenant.Id, tenant.Name, tenant.Domain)),
            stack.Tenants.SelectMany(tenant => tenant.Users, (tenant, user) => UserOf(tenant, user, stack)),
            [AppOf(stack, ids), .. stack.DownstreamApis.Select(api => ApiOf(api, ids[stack.App.Tenant])), .. stack.Clients.Select(client => ClientOf(client, stack.App, ids))],
            stack.Tenants.SelectMany(tenant => tenant.Groups, GroupOf));
    }

    /// <summary>A guest is called at home and abroad alike.</summary>
    private static User UserOf(TenantDefinition tenant, UserDefinition user, StackDefinition stack)
    {
        if (user.GuestFrom is null) return UserOf(tenant, user);
        var home = stack.Tenants.First(one => one.Name.Equals(user.GuestFrom, StringComparison.OrdinalIgnoreCase));
        var member = UserOf(home, home.Users.First(one => one.Name.Equals(user.Name, StringComparison.OrdinalIgnoreCase)));
        return member with { ObjectId = user.Id, TenantId = tenant.Id, HomeTenantId = member.TenantId, HomeObjectId = member.ObjectId, DirectoryRoles = user.DirectoryRoles };
    }

    private static User UserOf(TenantDefinition tenant, UserDefinition user) => new()
    {
        Name = user.Name,
        ObjectId = user.Id,
        TenantId = tenant.Id,
        GivenName = user.GivenName,
        Surname = user.Surname,
        DisplayName = user.DisplayName,
        Mail = user.Mail,
        JobTitle = user.JobTitle,
        DirectoryRoles = user.DirectoryRoles,
    };

    /// <summary>The id follows from tenant and name, so that it is the same at every start.</summary>
    private static Group GroupOf(TenantDefinition tenant, GroupDefinition group) => new(
        StableId.Of($"{tenant.Id}/{group.Name}"),
        group.Name,
        tenant.Id,
        [.. tenant.Users.Where(user => group.Members.Contains(user.Name, StringComparer.OrdinalIgnoreCase)).Select(user => user.Id)]);

    private static AppRegistration AppOf(StackDefinition stack, Dictionary<string, string> tenantIds) => new()
    {
        Name = stack.App.Name,
        ClientId = stack.App.ClientId,
        AppIdUri = stack.App.AppIdUri,
        HomeTenantId = tenantIds[stack.App.Tenant],
        Scopes = stack.App.Scopes,
        AppRoles = stack.App.AppRoles,
        IncludeTokenType = stack.App.OptionalClaims.Contains("idtyp", StringComparer.Ordinal),
        IncludeClientCapabilities = stack.App.OptionalClaims.Contains("xms_cc", StringComparer.Ordinal),
        IncludeAccountStatus = stack.App.OptionalClaims.Contains("acct", StringComparer.Ordinal),
        DelegatedGrants = Grants(stack.DownstreamApis, api => api.Scopes),
        ApplicationGrants = Grants(stack.DownstreamApis, api => api.AppRoles),
        Credentials = new AppCredentials().AddSecret(stack.App.Secret),
        Details = DetailsOf(stack.App.RedirectUris, logoutUrl: null),
        Owners = [.. stack.HomeTenant.Users.Where(user => user.DirectoryRoles.Count > 0).Select(user => user.Id)],
    };

    private static AppRegistration ApiOf(ApiDefinition api, string homeTenantId) => new()
    {
        Name = api.Name.ToLowerInvariant(),
        ClientId = api.ClientId,
        AppIdUri = api.AppIdUri,
        Audience = api.Audience == api.ClientId ? null : api.Audience, // the usual one goes with the version of its tokens
        HomeTenantId = homeTenantId,
        Scopes = DirectoryPermissions.With(api.ClientId, api.Scopes, DirectoryPermissions.Delegated),
        AppRoles = DirectoryPermissions.With(api.ClientId, api.AppRoles, DirectoryPermissions.Application),
        IncludeTokenType = api.OptionalClaims.Contains("idtyp", StringComparer.Ordinal),
        IncludeClientCapabilities = api.OptionalClaims.Contains("xms_cc", StringComparer.Ordinal),
        IncludeAccountStatus = api.OptionalClaims.Contains("acct", StringComparer.Ordinal),
        ContinuousAccessEvaluation = api.ContinuousAccessEvaluation,
    };

    private static AppRegistration ClientOf(ClientDefinition client, AppDefinition app, Dictionary<string, string> tenantIds) => new()
    {
        Name = client.Name,
        ClientId = client.ClientId,
        HomeTenantId = tenantIds[client.Tenant],
        MultiTenant = client.MultiTenant,
        PublicClient = client.Secret is null,
        DelegatedGrants = [new PermissionGrant(app.ClientId, client.Scopes)],
        ApplicationGrants = [new PermissionGrant(app.ClientId, client.AppRoles)],
        Credentials = client.Secret is null ? new AppCredentials() : new AppCredentials().AddSecret(client.Secret),
        Details = DetailsOf(client.RedirectUris, client.FrontChannelLogoutUrl),
    };

    /// <summary>In the shape of Graph's application.</summary>
    private static JsonObject DetailsOf(RedirectUriDefinition redirectUris, string? logoutUrl)
    {
        var details = new JsonObject();
        Add("web", redirectUris.Web);
        Add("spa", redirectUris.Spa);
        Add("publicClient", redirectUris.PublicClient);
        if (logoutUrl is null) return details;
        details["web"] ??= new JsonObject();
        details["web"]!["logoutUrl"] = logoutUrl;
        return details;

        void Add(string platform, IReadOnlyList<string> uris)
        {
            if (uris.Count > 0) details[platform] = new JsonObject { ["redirectUris"] = new JsonArray([.. uris.Select(uri => (JsonNode)uri)]) };
        }
    }

    private static List<PermissionGrant> Grants(IEnumerable<ApiDefinition> apis, Func<ApiDefinition, IReadOnlyList<string>> permissions) =>
        [.. apis.Select(api => new PermissionGrant(api.ClientId, [.. permissions(api).Intersect(api.Consent, StringComparer.Ordinal)]))];
}
