using System.Text.Json.Nodes;
using EntraEmulator.Errors;
using EntraEmulator.Graph.Applications;
using EntraEmulator.Graph.Queries;
using EntraEmulator.Tenants;

namespace EntraEmulator.Graph.Principals;

/// <summary><c>/servicePrincipals</c>: the applications that the caller's tenant has, its own and others'.</summary>
internal static class PrincipalCalls
{
    private static readonly string[] Filterable = ["id", "appId", "displayName", "servicePrincipalNames", "servicePrincipalType", "tags"];
    private static readonly string[] Writable =
        ["accountEnabled", "alternativeNames", "appId", "appRoleAssignmentRequired", "description", "loginUrl", "notes", "notificationEmailAddresses", "preferredSingleSignOnMode", "preferredTokenSigningKeyThumbprint", "replyUrls", "tags"];

    public static GraphReply Answer(GraphCall call) => (call.Method, call.Segments) switch
    {
        ("GET", [_]) => List(call),
        ("POST", [_]) => Create(call, call.Body.RequiredText("appId", "ServicePrincipal")),
        ("GET", [_, var key]) => Get(call, key),
        ("PATCH", [_, var key]) => Patch(call, key),
        ("DELETE", [_, var key]) => Delete(call, key),
        _ => throw GraphRoutes.Unknown(call),
    };

    /// <exception cref="GraphErrorException">There is none, or the key is none.</exception>
    public static (AppRegistration App, ServicePrincipal Principal) Find(GraphCall call, string key)
    {
        var (property, value) = GraphPath.Key(key, "appId");
        return All(call).Where(one => string.Equals(property == "id" ? one.Principal.Id : one.App.ClientId, value, StringComparison.OrdinalIgnoreCase))
            .Select(one => ((AppRegistration, ServicePrincipal)?)one).FirstOrDefault() ?? throw GraphErrors.NotFound(value);
    }

    public static IEnumerable<(AppRegistration App, ServicePrincipal Principal)> All(GraphCall call) =>
        call.Edit.Applications.Select(app => (app, principal: app.PrincipalIn(call.Tenant))).Where(one => one.principal is not null).Select(one => (one.app, one.principal!));

    /// <summary>Deletes a service principal softly, with the permissions that it has and those that others have on it.</summary>
    /// <returns>The application without it.</returns>
    public static AppRegistration Bury(GraphCall call, AppRegistration app, ServicePrincipal principal)
    {
        call.Edit.RevokeGrantsOn(app, call.Tenant.Id);
        var now = call.Edit.Find(app.ClientId)!;
        call.Edit.Bury(new DeletedItem(call.Tenant.Id, principal.Id, now, principal, call.Now));
        return call.Edit.Put(now with
        {
            ServicePrincipals = [.. Explicit(call, now).Where(one => one.Id != principal.Id)],
            DelegatedGrants = [.. call.Edit.ByTenant(now.DelegatedGrants).Where(one => one.TenantId != call.Tenant.Id)],
            ApplicationGrants = [.. call.Edit.ByTenant(now.ApplicationGrants).Where(one => one.TenantId != call.Tenant.Id)],
        });
    }

    /// <summary>Gives an application a service principal, in place of the one with the same id if there is one.</summary>
    public static AppRegistration Put(GraphCall call, AppRegistration app, ServicePrincipal principal) =>
        call.Edit.Put(app with { ServicePrincipals = [.. Explicit(call, app).Where(one => one.Id != principal.Id), principal] });

    private static IEnumerable<ServicePrincipal> Explicit(GraphCall call, AppRegistration app) =>
        app.ServicePrincipals ?? [.. call.Edit.Tenants.Select(app.PrincipalIn).OfType<ServicePrincipal>()];

    private static GraphReply List(GraphCall call)
    {
        call.Caller.NeedsToReadApplications();
        return Listing.Answer(call, "servicePrincipals", "servicePrincipals", All(call).Select(one => PrincipalDocument.Of(one.App, one.Principal)), Filterable);
    }

    private static GraphReply Get(GraphCall call, string key)
    {
        call.Caller.NeedsToReadApplications();
        var (app, principal) = Find(call, key);
        return Listing.One(call, "servicePrincipals", PrincipalDocument.Of(app, principal));
    }

    private static GraphReply Create(GraphCall call, string appId)
    {
        call.Caller.NeedsToWriteApplication(target: null);
        var app = call.Edit.Find(appId);
        if (app is null || !string.Equals(app.ClientId, appId, StringComparison.OrdinalIgnoreCase) || !(app.MultiTenant || app.HomeTenantId == call.Tenant.Id))
            throw GraphErrors.Bad($"The appId '{appId}' of the service principal does not reference a valid application object.", "NoBackingApplicationObject", "appId");
        call.Caller.NeedsToWriteApplication(app);
        if (app.PrincipalIn(call.Tenant) is not null)
            throw GraphErrors.Exists($"The service principal cannot be created, updated, or restored because the service principal name {appId} is already in use.");
        var principal = Change(new ServicePrincipal(call.Tenant.Id, Guid.NewGuid().ToString()) { Details = new JsonObject { ["createdDateTime"] = call.Now.Written() } }, call.Body);
        return new GraphReply(201, PrincipalDocument.Of(Put(call, app, principal), principal), "servicePrincipals/$entity", $"servicePrincipals/{principal.Id}");
    }

    private static GraphReply Patch(GraphCall call, string key)
    {
        call.Caller.NeedsToWriteApplication(target: null);
        var (property, value) = GraphPath.Key(key, "appId");
        if (call.CreateIfMissing && property == "appId" && !All(call).Any(one => string.Equals(one.App.ClientId, value, StringComparison.OrdinalIgnoreCase)))
            return call.Body.Text("appId") is { } other && other != value ? throw GraphErrors.InvalidValue("appId", "It is not the one of the address.") : Create(call, value);
        var (app, principal) = Find(call, key);
        call.Caller.NeedsToWriteApplication(app);
        if (call.Body.Text("appId") is { } changed && changed != app.ClientId) throw GraphErrors.Bad("Property 'appId' is immutable and cannot be changed.");
        Put(call, app, Change(principal, call.Body));
        return GraphReply.Nothing;
    }

    private static GraphReply Delete(GraphCall call, string key)
    {
        call.Caller.NeedsToWriteApplication(target: null);
        var (app, principal) = Find(call, key);
        call.Caller.NeedsToWriteApplication(app);
        Bury(call, app, principal);
        return GraphReply.Nothing;
    }

    private static ServicePrincipal Change(ServicePrincipal principal, JsonObject body)
    {
        body.OnlyHas(Writable);
        var details = principal.Details.DeepClone().AsObject();
        foreach (var (name, value) in body)
            if (name is not ("appId" or "accountEnabled")) details[name] = value?.DeepClone();
        _ = (details.Texts("tags"), details.Flag("appRoleAssignmentRequired"));
        return principal with { Enabled = body.Flag("accountEnabled") ?? principal.Enabled, Details = details };
    }
}
