using System.Text.Json.Nodes;
using FunctionsObo.Tool.Cloud.Graph;

namespace FunctionsObo.Tool.Registering.Planning;

/// <summary>
/// Claims that the app needs in its access tokens: <c>idtyp</c> tells an application's from a user's, <c>xms_cc</c> says that a client takes claims challenges
/// (https://learn.microsoft.com/entra/identity-platform/optional-claims-reference). Those of others stay.
/// </summary>
internal static class OptionalClaims
{
    private static readonly string[] Needed = ["idtyp", "xms_cc"];

    public static void Compare(JsonObject? before, Difference difference)
    {
        var claims = before?.Object("optionalClaims")?.Copy() ?? [];
        var there = claims.Objects("accessToken");
        var missing = Needed.Except(there.Select(claim => claim.Text("name") ?? ""), StringComparer.Ordinal).ToList();
        if (missing.Count == 0) return;
        claims["accessToken"] = there.Concat(missing.Select(Claim)).ListOf();
        difference.Set("optionalClaims", claims, Names(there), Names(claims.Objects("accessToken"))!);
    }

    private static string? Names(IReadOnlyList<JsonObject> claims) => claims.Count == 0 ? null : string.Join(", ", claims.Select(claim => claim.Text("name")));

    private static JsonObject Claim(string name) => new() { ["name"] = name, ["source"] = null, ["essential"] = false, ["additionalProperties"] = new JsonArray() };
}
