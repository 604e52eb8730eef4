using EntraEmulator.Errors;
using EntraEmulator.Graph.Applications;
using EntraEmulator.Graph.Principals;

namespace EntraEmulator.Graph;

/// <summary>Which call is answered by what.</summary>
internal static class GraphRoutes
{
    /// <exception cref="GraphErrorException">The call is refused.</exception>
    public static GraphReply Answer(GraphCall call) => call.Segments switch
    {
        ["organization"] or ["me"] or ["users", _] => People.Answer(call),
        ["applications", ..] => Application(call),
        ["servicePrincipals", ..] => Principal(call),
        ["oauth2PermissionGrants", ..] => ConsentCalls.Answer(call),
        ["directory", "deletedItems", ..] => DeletedItems.Answer(call),
        _ => throw Unknown(call),
    };

    /// <summary>No such call; Graph answers 400 and not 404.</summary>
    public static GraphErrorException Unknown(GraphCall call) =>
        GraphErrors.With(400, "BadRequest", $"Resource not found for the segment '{string.Join('/', call.Segments)}' with {call.Method}. The emulator's README says what is there.");

    private static GraphReply Application(GraphCall call) => (call.Method, call.Segments) switch
    {
        (_, [_] or [_, _]) => ApplicationCalls.Answer(call),
        ("POST", [_, var key, "addPassword"]) => Passwords.Add(call, key),
        ("POST", [_, var key, "removePassword"]) => Passwords.Remove(call, key),
        (_, [_, var key, "federatedIdentityCredentials", ..]) => FederatedCredentials.Answer(call, key),
        (_, [_, var key, "owners", ..]) => Owners.Answer(call, key),
        _ => throw Unknown(call),
    };

    private static GraphReply Principal(GraphCall call) => call.Segments switch
    {
        [_] or [_, _] => PrincipalCalls.Answer(call),
        [_, var key, "appRoleAssignedTo" or "appRoleAssignments", ..] => RoleAssignments.Answer(call, key),
        [_, var key, "oauth2PermissionGrants"] => ConsentCalls.OfPrincipal(call, key),
        _ => throw Unknown(call),
    };
}
