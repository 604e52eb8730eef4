using System.Text.Json.Nodes;
using FunctionsObo.Tool.Cloud.Graph;

namespace FunctionsObo.Tool.Registering.Planning;

/// <summary>The permissions that the application declares to need (<c>requiredResourceAccess</c>). What is declared already stays.</summary>
internal static class RequiredAccess
{
    public static void Compare(JsonObject? before, IEnumerable<NeededPermission> needed, Difference difference)
    {
        var all = (before?.Objects("requiredResourceAccess") ?? []).Select(resource => resource.Copy()).ToList();
        foreach (var permission in needed)
        {
            var resource = all.Find(one => Same(one.Text("resourceAppId"), permission.ResourceAppId));
            if (resource?.Objects("resourceAccess").Any(access => Same(access.Text("id"), permission.Id)) == true) continue;
            if (resource is null) all.Add(resource = new JsonObject { ["resourceAppId"] = permission.ResourceAppId, ["resourceAccess"] = new JsonArray() });
            resource["resourceAccess"]!.AsArray().Add(new JsonObject { ["id"] = permission.Id, ["type"] = permission.IsRole ? "Role" : "Scope" });
            difference.Set("requiredResourceAccess", all.ListOf(), before: null, $"{permission.ResourceName}: {permission.Name}{(permission.IsRole ? " (as the app)" : "")}");
        }
    }

    private static bool Same(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A permission of another API, resolved to its id there.</summary>
internal sealed record NeededPermission(string ResourceAppId, string ResourceName, string Name, string Id, bool IsRole);
