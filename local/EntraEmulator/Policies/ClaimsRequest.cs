using System.Text.Json;
using System.Text.Json.Nodes;
using EntraEmulator.Errors;

namespace EntraEmulator.Policies;

/// <summary>
/// The <c>claims</c> parameter (OpenID Connect Core section 5.5), as far as it changes a token. What is not known is left: clients send more than they need.
/// </summary>
/// <param name="Capabilities">What the client can handle (<c>xms_cc</c>): <c>cp1</c> for claims challenges.</param>
/// <param name="Contexts">Authentication contexts that are to be met (<c>acrs</c>).</param>
/// <param name="PolicyIds">Policies that a challenge named (<c>capolids</c>, formerly <c>polids</c>).</param>
internal sealed record ClaimsRequest(IReadOnlyList<string> Capabilities, IReadOnlyList<string> Contexts, IReadOnlyList<string> PolicyIds)
{
    public static readonly ClaimsRequest None = new([], [], []);

    /// <value>Whether the ID token is to say when the user signed in. Whether a claim is essential makes no difference: what is known is said.</value>
    public bool AuthTime { get; init; }

    /// <exception cref="EntraErrorException">It is no JSON object.</exception>
    public static ClaimsRequest Read(string? text)
    {
        if (text is null) return None;
        try
        {
            var request = JsonNode.Parse(text)!.AsObject();
            var authTime = request["id_token"]?.AsObject().ContainsKey("auth_time") == true;
            return request["access_token"]?.AsObject() is not { } claims
                ? None with { AuthTime = authTime }
                : new(Values(claims, "xms_cc"), Values(claims, "acrs"), [.. Values(claims, "capolids"), .. Values(claims, "polids")]) { AuthTime = authTime };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException or NullReferenceException)
        {
            throw Refuse.Malformed("The parameter 'claims' has to be a claims request, a JSON object.");
        }
    }

    /// <summary>One value or several; Microsoft writes the member of several in two ways.</summary>
    private static List<string> Values(JsonObject claims, string name)
    {
        if (claims[name]?.AsObject() is not { } claim) return [];
        var several = (claim["values"] ?? claim["Values"])?.AsArray() ?? [];
        return [.. several.Select(Text), .. claim["value"] is { } one ? [Text(one)] : (string[])[]];

        static string Text(JsonNode? value) => value?.GetValue<string>() ?? throw new JsonException();
    }
}
