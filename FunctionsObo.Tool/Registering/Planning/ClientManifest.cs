using System.Text.Json.Nodes;
using FunctionsObo.Tool.Cloud.Graph;

namespace FunctionsObo.Tool.Registering.Planning;

/// <summary>
/// The registration of a client to try the API out with: a public one that signs users in by the browser of this machine or by a device code
/// (https://learn.microsoft.com/entra/identity-platform/scenario-desktop-app-configuration).
/// </summary>
internal static class ClientManifest
{
    private const string Loopback = "http://localhost";

    /// <param name="before">The registration; null while there is none.</param>
    /// <param name="wanted">What it should be.</param>
    /// <param name="api">The registration of the API; null while there is none.</param>
    public static Difference Compare(JsonObject? before, Wanted wanted, JsonObject? api)
    {
        var difference = new Difference();
        if (before is null) ApiManifest.Introduce(wanted, wanted.ClientName, difference);
        ApiManifest.CompareAudience(before?.Text("signInAudience"), wanted.IsMultiTenant, difference);
        if (before?.Flag("isFallbackPublicClient") != true) difference.Set("isFallbackPublicClient", true, before: null, "true");
        var redirects = before?.Object("publicClient")?.Texts("redirectUris") ?? [];
        if (!redirects.Contains(Loopback, StringComparer.OrdinalIgnoreCase))
            difference.Set("publicClient", new JsonObject { ["redirectUris"] = redirects.Append(Loopback).ListOf() }, before: null, $"redirectUris: {Loopback}");
        RequiredAccess.Compare(before, Needed(wanted, api), difference);
        return difference;
    }

    /// <summary>Every scope of the code, by the id that it has or will have.</summary>
    private static IEnumerable<NeededPermission> Needed(Wanted wanted, JsonObject? api)
    {
        var scopes = api?.Object("api")?.Objects("oauth2PermissionScopes") ?? [];
        return wanted.Scopes.Select(value => new NeededPermission(
            api?.Text("appId") ?? "", wanted.Name, value, scopes.FirstOrDefault(scope => scope.Text("value") == value)?.Text("id") ?? wanted.Mark.PermissionId(value), IsRole: false));
    }
}
