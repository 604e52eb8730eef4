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

    /// <exception cref="EntraErrorException">It is no JSON object.</exception>
    public static ClaimsRequest Read(string? text)
    {
        if (text is null) return None;
        try
        {
            var claims = JsonNode.Parse(text)!.AsObject()["access_token"]?.AsObject();
            return claims is null ? None : new(Values(claims, "xms_cc"), Values(claims, "acrs"), [.. Values(claims, "capolids"), .. Values(claims, "polids")]);
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
