using System.Text.Json.Nodes;
using FunctionsObo.Tool.Cloud;
using FunctionsObo.Tool.Cloud.Graph;

namespace FunctionsObo.Tool.Registering.Planning;

/// <summary>
/// What of the API's registration needs ids that the directory gives: its App ID URI, and the clients that it knows. A pre-authorised client names
/// scopes that are stored already, so this is a request of its own (https://learn.microsoft.com/graph/api/resources/preauthorizedapplication).
/// </summary>
internal static class ApiExposure
{
    private const string NotKnownYet = "its client id";

    /// <param name="manifest">The registration; null while there is none.</param>
    /// <param name="wanted">What it should be.</param>
    /// <param name="testClientId">The client to try the API out with; null while there is none.</param>
    public static Difference Compare(JsonObject? manifest, Wanted wanted, string? testClientId)
    {
        var difference = new Difference();
        CompareUris(manifest, difference);
        var api = manifest?.Object("api")?.Copy() ?? [];
        var told = difference.Changes.Count;
        CompareKnown(api, wanted, difference);
        if (wanted.AllowAzureCli) PreAuthorize(api, wanted, SignIn.AzureCli, "the Azure CLI", difference);
        if (wanted.WithClient) PreAuthorize(api, wanted, testClientId, wanted.ClientName, difference);
        if (difference.Changes.Count > told) difference.Body["api"] = api;
        return difference;
    }

    private static void CompareUris(JsonObject? manifest, Difference difference)
    {
        var (uris, wanted) = (manifest?.Texts("identifierUris") ?? [], $"api://{manifest?.Text("appId") ?? $"({NotKnownYet})"}");
        if (!uris.Contains(wanted, StringComparer.OrdinalIgnoreCase)) difference.Set("identifierUris", uris.Append(wanted).ListOf(), before: null, wanted);
    }

    private static void CompareKnown(JsonObject api, Wanted wanted, Difference difference)
    {
        var known = api.Texts("knownClientApplications");
        var missing = wanted.KnownClients.Except(known, StringComparer.OrdinalIgnoreCase).ToList();
        if (missing.Count == 0) return;
        api["knownClientApplications"] = known.Concat(missing).ListOf();
        foreach (var client in missing) difference.Tell("api.knownClientApplications", before: null, client);
    }

    private static void PreAuthorize(JsonObject api, Wanted wanted, string? clientId, string name, Difference difference)
    {
        var clients = api.Objects("preAuthorizedApplications").Select(client => client.Copy()).ToList();
        var client = clients.Find(one => string.Equals(one.Text("appId"), clientId, StringComparison.OrdinalIgnoreCase));
        var has = client?.Texts("delegatedPermissionIds") ?? [];
        var scopes = api.Objects("oauth2PermissionScopes").Where(scope => wanted.Scopes.Contains(scope.Text("value"), StringComparer.Ordinal)).Select(scope => scope.Text("id")!).ToList();
        var missing = scopes.Except(has, StringComparer.OrdinalIgnoreCase).ToList();
        if (client is not null && missing.Count == 0) return;
        if (client is null) clients.Add(client = new JsonObject { ["appId"] = clientId });
        client["delegatedPermissionIds"] = has.Concat(missing).ListOf();
        api["preAuthorizedApplications"] = clients.ListOf();
        difference.Tell("api.preAuthorizedApplications", before: null, $"{name}: {string.Join(", ", wanted.Scopes)}");
    }
}
