using System.Text.Json;
using System.Text.Json.Nodes;
using EntraEmulator.Errors;

namespace EntraEmulator.Grants;

/// <summary>The <c>claims</c> parameter (OpenID Connect Core section 5.5), as far as it changes a token.</summary>
internal static class ClaimsParameter
{
    /// <returns>The client capabilities in it.</returns>
    /// <exception cref="EntraErrorException">It is no JSON object.</exception>
    public static IReadOnlyList<string> ReadCapabilities(string? text)
    {
        if (text is null) return [];
        try
        {
            var values = JsonNode.Parse(text)?.AsObject()["access_token"]?.AsObject()["xms_cc"]?.AsObject()["values"]?.AsArray();
            return values is null ? [] : [.. values.Select(value => value?.GetValue<string>() ?? throw new JsonException())];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw Refuse.Malformed("The parameter 'claims' has to be a claims request, a JSON object.");
        }
    }
}
