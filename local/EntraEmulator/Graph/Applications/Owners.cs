using System.Text.Json.Nodes;
using EntraEmulator.Errors;
using EntraEmulator.Graph.Queries;

namespace EntraEmulator.Graph.Applications;

/// <summary>Who may change an application with <c>Application.ReadWrite.OwnedBy</c>: https://learn.microsoft.com/graph/api/application-post-owners.</summary>
internal static class Owners
{
    public static GraphReply Answer(GraphCall call, string key) => (call.Method, call.Segments) switch
    {
        ("GET", [_, _, _]) => List(call, key),
        ("POST", [_, _, _, "$ref"]) => Add(call, key),
        _ => throw GraphRoutes.Unknown(call),
    };

    private static GraphReply List(GraphCall call, string key)
    {
        call.Caller.NeedsToReadApplications();
        var app = ApplicationCalls.Find(call, key);
        return Listing.Answer(call, $"applications/{app.ObjectId}/owners", "directoryObjects", app.Owners.Select(id => new JsonObject { ["id"] = id }), ["id"]);
    }

    private static GraphReply Add(GraphCall call, string key)
    {
        var app = ApplicationCalls.FindToChange(call, key);
        var id = call.Body.RequiredText("@odata.id", "directoryObject").Split('/')[^1];
        var exists = call.Edit.FindUser(call.Tenant.Id, id) is not null || call.Edit.Applications.Any(one => one.PrincipalIn(call.Tenant)?.Id == id);
        if (!exists) throw GraphErrors.NotFound(id);
        if (app.Owners.Contains(id, StringComparer.OrdinalIgnoreCase)) throw GraphErrors.Bad("One or more added object references already exist for the following modified properties: 'owners'.");
        call.Edit.Put(app with { Owners = [.. app.Owners, id] });
        return GraphReply.Nothing;
    }
}
