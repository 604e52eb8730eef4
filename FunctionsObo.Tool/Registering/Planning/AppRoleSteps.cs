using System.Text.Json.Nodes;
using FunctionsObo.Tool.Cloud.Graph;
using FunctionsObo.Tool.Registering.Reading;

namespace FunctionsObo.Tool.Registering.Planning;

/// <summary>App roles of APIs that are called as the app: assigning one is the consent to it (https://learn.microsoft.com/graph/api/serviceprincipal-post-approleassignedto).</summary>
internal static class AppRoleSteps
{
    public static IEnumerable<Step> Of(NeededPermissions needed, Found found) => needed.Apis.SelectMany(api => api.Roles, (api, role) => Of(api, role, found));

    private static Step Of(ResolvedApi api, NeededPermission role, Found found)
    {
        var subject = $"app role of {api.DisplayName}";
        if (found.Assignments.Any(one => one.Text("resourceId") == api.PrincipalId && one.Text("appRoleId") == role.Id)) return new Step(StepAction.Keep, subject, []);
        return new Step(StepAction.Create, subject, [new Change("appRoleAssignedTo", Before: null, role.Name)])
        {
            Apply = (work, cancellationToken) => ConsentSteps.UnlessRefusedAsync(work, () => AssignAsync(work, api, role, cancellationToken)),
        };
    }

    private static async Task AssignAsync(Work work, ResolvedApi api, NeededPermission role, CancellationToken cancellationToken)
    {
        try
        {
            var body = new JsonObject { ["principalId"] = work.Api.PrincipalId, ["resourceId"] = api.PrincipalId, ["appRoleId"] = role.Id };
            await work.SendAsync("the service principals", HttpMethod.Post, $"servicePrincipals/{api.PrincipalId}/appRoleAssignedTo", body, cancellationToken);
        }
        catch (GraphFault exists) when (exists.Message.Contains("already exists", StringComparison.OrdinalIgnoreCase))
        {
            // Graph has no code for it.
        }
    }
}
