using System.Text.Json.Nodes;
using EntraEmulator.Errors;
using EntraEmulator.Graph.Principals;
using EntraEmulator.Graph.Queries;
using EntraEmulator.Tenants;

namespace EntraEmulator.Graph.Applications;

/// <summary><c>/applications</c>: the registrations of the caller's tenant. Microsoft's own, such as Graph, are not among them.</summary>
internal static class ApplicationCalls
{
    private static readonly string[] Filterable = ["id", "appId", "displayName", "identifierUris", "signInAudience", "tags", "uniqueName"];

    public static GraphReply Answer(GraphCall call) => (call.Method, call.Segments) switch
    {
        ("GET", [_]) => List(call),
        ("POST", [_]) => Create(call, uniqueName: null),
        ("GET", [_, var key]) => Get(call, key),
        ("PATCH", [_, var key]) => Patch(call, key),
        ("DELETE", [_, var key]) => Delete(call, key),
        _ => throw GraphRoutes.Unknown(call),
    };

    /// <exception cref="GraphErrorException">There is none, or the key is none.</exception>
    public static AppRegistration Find(GraphCall call, string key)
    {
        var (property, value) = GraphPath.Key(key, "appId", "uniqueName");
        return Registered(call).FirstOrDefault(app => string.Equals(Property(app, property), value, StringComparison.OrdinalIgnoreCase)) ?? throw GraphErrors.NotFound(value);
    }

    /// <summary>One that the caller may change.</summary>
    public static AppRegistration FindToChange(GraphCall call, string key)
    {
        call.Caller.NeedsRole(GraphCaller.ApplicationAdministrators);
        call.Caller.NeedsOneOf("Application.ReadWrite.All", "Directory.ReadWrite.All", "Application.ReadWrite.OwnedBy");
        var app = Find(call, key);
        call.Caller.NeedsToWriteApplication(app);
        return app;
    }

    private static IEnumerable<AppRegistration> Registered(GraphCall call) => call.Edit.Applications.Where(app => app.IsRegisteredIn(call.Tenant));

    private static string? Property(AppRegistration app, string property) => property.ToLowerInvariant() switch
    {
        "appid" => app.ClientId,
        "uniquename" => app.Details.Text("uniqueName"),
        _ => app.ObjectId,
    };

    private static GraphReply List(GraphCall call)
    {
        call.Caller.NeedsToReadApplications();
        return Listing.Answer(call, "applications", "applications", Registered(call).Select(app => Document(call, app)), Filterable);
    }

    private static GraphReply Get(GraphCall call, string key)
    {
        call.Caller.NeedsToReadApplications();
        var withKeys = call.Query.TryGetValue("$select", out var select) && select.Split(',', StringSplitOptions.TrimEntries).Contains("keyCredentials", StringComparer.Ordinal);
        return Listing.One(call, "applications", Document(call, Find(call, key), withKeys));
    }

    private static GraphReply Create(GraphCall call, string? uniqueName)
    {
        call.Caller.NeedsToWriteApplication(target: null);
        var body = call.Body.DeepClone().AsObject();
        if (uniqueName is not null) body["uniqueName"] = uniqueName;
        var clientId = Guid.NewGuid().ToString();
        var empty = new AppRegistration
        {
            Name = clientId,
            ClientId = clientId,
            HomeTenantId = call.Tenant.Id,
            AccessTokenVersion = 1,
            ServicePrincipals = [],
            Owners = [call.Caller.ObjectId],
            Details = new JsonObject { ["createdDateTime"] = call.Now.Written(), ["displayName"] = "", ["signInAudience"] = "AzureADandPersonalMicrosoftAccount" },
        };
        var app = call.Edit.Put(ManifestChange.Apply(call, empty, body, isNew: true));
        return new GraphReply(201, Document(call, app), "applications/$entity", $"applications/{app.ObjectId}");
    }

    private static GraphReply Patch(GraphCall call, string key)
    {
        var (property, value) = GraphPath.Key(key, "appId", "uniqueName");
        if (call.CreateIfMissing && property == "uniqueName" && !Registered(call).Any(app => string.Equals(app.Details.Text("uniqueName"), value, StringComparison.OrdinalIgnoreCase)))
            return call.Body.Text("uniqueName") is { } other && other != value ? throw GraphErrors.InvalidValue("uniqueName", "It is not the one of the address.") : Create(call, value);
        var app = FindToChange(call, key);
        call.Edit.Put(ManifestChange.Apply(call, app, call.Body, isNew: false));
        return GraphReply.Nothing;
    }

    /// <summary>The service principal of the tenant goes along, as an object of its own.</summary>
    private static GraphReply Delete(GraphCall call, string key)
    {
        var app = FindToChange(call, key);
        if (app.PrincipalIn(call.Tenant) is { } principal) app = PrincipalCalls.Bury(call, app, principal);
        call.Edit.RevokeGrantsOn(app, tenantId: null);
        call.Edit.Remove(app);
        call.Edit.Bury(new DeletedItem(call.Tenant.Id, app.ObjectId, app, Principal: null, call.Now));
        return GraphReply.Nothing;
    }

    private static JsonObject Document(GraphCall call, AppRegistration app, bool withKeys = false)
    {
        var json = Manifest.Of(app, withKeys);
        json["publisherDomain"] = call.Tenant.Domain;
        return json;
    }
}
