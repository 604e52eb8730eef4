using EntraEmulator.Errors;
using EntraEmulator.Graph.Queries;
using EntraEmulator.Tenants;

namespace EntraEmulator.Graph.Principals;

/// <summary><c>/oauth2PermissionGrants</c>: consent to delegated permissions. See https://learn.microsoft.com/graph/api/resources/oauth2permissiongrant.</summary>
internal static class ConsentCalls
{
    private const string Path = "oauth2PermissionGrants";

    private static readonly string[] Filterable = ["clientId", "consentType", "principalId", "resourceId"];

    public static GraphReply Answer(GraphCall call) => (call.Method, call.Segments) switch
    {
        ("GET", [_]) => List(call, Path, _ => true),
        ("POST", [_]) => Create(call),
        ("GET", [_, var id]) => Get(call, id),
        ("PATCH", [_, var id]) => Change(call, id, call.Body.Text("scope") ?? ""),
        ("DELETE", [_, var id]) => Change(call, id, scope: ""),
        _ => throw GraphRoutes.Unknown(call),
    };

    /// <summary>The grants of one client.</summary>
    public static GraphReply OfPrincipal(GraphCall call, string key)
    {
        if (call.Method != "GET") throw GraphRoutes.Unknown(call);
        CheckReader(call);
        var (_, principal) = PrincipalCalls.Find(call, key);
        return List(call, $"servicePrincipals/{principal.Id}/{Path}", one => one.ClientPrincipal.Id == principal.Id);
    }

    private static void CheckReader(GraphCall call) => call.Caller.NeedsOneOf(
        "DelegatedPermissionGrant.Read.All", "DelegatedPermissionGrant.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All");

    private static void CheckWriter(GraphCall call)
    {
        call.Caller.NeedsOneOf("DelegatedPermissionGrant.ReadWrite.All", "Directory.ReadWrite.All");
        call.Caller.NeedsRole(GraphCaller.ConsentAdministrators);
    }

    private static GraphReply List(GraphCall call, string path, Func<Consent, bool> isMeant)
    {
        CheckReader(call);
        return Listing.Answer(call, path, Path, Consent.All(call).Where(isMeant).Select(one => one.Document()), Filterable);
    }

    private static GraphReply Get(GraphCall call, string id)
    {
        CheckReader(call);
        return Listing.One(call, Path, Find(call, id).Document());
    }

    private static GraphReply Create(GraphCall call)
    {
        CheckWriter(call);
        call.Body.OnlyHas("clientId", "consentType", "expiryTime", "principalId", "resourceId", "scope", "startTime");
        var (client, _) = PrincipalCalls.Find(call, call.Body.RequiredText("clientId", "OAuth2PermissionGrant"));
        var (resource, _) = PrincipalCalls.Find(call, call.Body.RequiredText("resourceId", "OAuth2PermissionGrant"));
        var grant = new PermissionGrant(resource.ClientId, Scopes(call.Body.RequiredText("scope", "OAuth2PermissionGrant")), call.Tenant.Id) { PrincipalId = PrincipalId(call) };
        if (Consent.All(call).Any(one => one.Client == client && one.Grant.ResourceId == grant.ResourceId && one.Grant.PrincipalId == grant.PrincipalId))
            throw GraphErrors.Exists("Permission entry already exists.");
        Consent.Put(call, client, grant);
        var made = Consent.All(call).First(one => one.Client.ClientId == client.ClientId && one.Grant.ResourceId == grant.ResourceId && one.Grant.PrincipalId == grant.PrincipalId);
        return new GraphReply(201, made.Document(), $"{Path}/$entity", $"{Path}/{made.Id}");
    }

    private static string? PrincipalId(GraphCall call)
    {
        var principalId = call.Body.Text("principalId");
        switch (call.Body.Text("consentType"))
        {
            case "AllPrincipals" when principalId is null: return null;
            case "Principal" when principalId is not null:
                return (call.Edit.FindUser(call.Tenant.Id, principalId) ?? throw GraphErrors.NotFound(principalId)).ObjectId;
            default: throw GraphErrors.InvalidValue("consentType", "It is AllPrincipals without a principalId, or Principal with one.");
        }
    }

    private static GraphReply Change(GraphCall call, string id, string scope)
    {
        CheckWriter(call);
        call.OptionalBody?.OnlyHas("scope");
        var consent = Find(call, id);
        Consent.Put(call, consent.Client, consent.Grant with { Values = Scopes(scope) });
        return GraphReply.Nothing;
    }

    private static Consent Find(GraphCall call, string id) => Consent.All(call).FirstOrDefault(one => one.Id == id) ?? throw GraphErrors.NotFound(id);

    /// <summary>A name that the resource does not have is kept and does nothing, as at Entra.</summary>
    private static List<string> Scopes(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];
}
