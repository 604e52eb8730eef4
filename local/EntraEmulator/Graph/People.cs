using System.Text.Json.Nodes;
using EntraEmulator.Errors;
using EntraEmulator.Graph.Queries;
using EntraEmulator.Tenants;

namespace EntraEmulator.Graph;

/// <summary>Who and where: the tenant, the caller, another user.</summary>
internal static class People
{
    public static GraphReply Answer(GraphCall call) => (call.Method, call.Segments) switch
    {
        ("GET", ["organization"]) => Organization(call),
        ("GET", ["me"]) => Me(call),
        ("GET", ["users", var id]) => Other(call, id),
        _ => throw GraphRoutes.Unknown(call),
    };

    private static GraphReply Organization(GraphCall call)
    {
        call.Caller.NeedsOneOf("User.Read", "Organization.Read.All", "Directory.Read.All", "Directory.ReadWrite.All", "Application.Read.All", "Application.ReadWrite.All");
        var tenant = call.Tenant;
        var organization = new JsonObject
        {
            ["id"] = tenant.Id,
            ["displayName"] = tenant.Name,
            ["tenantType"] = "AAD",
            ["verifiedDomains"] = new JsonArray(new JsonObject { ["name"] = tenant.Domain, ["type"] = "Managed", ["isDefault"] = true, ["isInitial"] = true, ["capabilities"] = "Email" }),
        };
        return Listing.Answer(call, "organization", "organization", [organization], []);
    }

    private static GraphReply Me(GraphCall call)
    {
        if (call.Caller.User is not { } user) throw GraphErrors.With(400, "BadRequest", "/me request is only valid with delegated authentication flow.");
        call.Caller.NeedsOneOf("User.Read", "User.Read.All", "Directory.Read.All", "Directory.ReadWrite.All");
        return One(call, user);
    }

    private static GraphReply Other(GraphCall call, string id)
    {
        var user = call.Edit.Users.FirstOrDefault(one => one.TenantId == call.Tenant.Id && (Same(one.ObjectId, id) || Same(one.Mail, id)));
        if (user is null || user != call.Caller.User || !call.Caller.Has("User.Read")) call.Caller.NeedsOneOf("User.Read.All", "Directory.Read.All", "Directory.ReadWrite.All");
        return One(call, user ?? throw GraphErrors.NotFound(id));
    }

    private static GraphReply One(GraphCall call, User user) => Listing.One(call, "users", new JsonObject
    {
        ["businessPhones"] = new JsonArray(),
        ["displayName"] = user.DisplayName,
        ["givenName"] = user.GivenName,
        ["jobTitle"] = user.JobTitle,
        ["mail"] = user.Mail,
        ["surname"] = user.Surname,
        ["userPrincipalName"] = user.Mail,
        ["id"] = user.ObjectId,
    });

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
