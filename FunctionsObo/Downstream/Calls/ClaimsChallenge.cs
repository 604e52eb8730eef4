using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace FunctionsObo.Downstream.Calls;

/// <summary>
/// The claims that an API asks for in a 401 (https://learn.microsoft.com/entra/identity-platform/claims-challenge). What it says
/// goes to the identity platform and to our own client, so only a short, well-formed claims request counts; anything else is a
/// plain 401.
/// </summary>
internal static class ClaimsChallenge
{
    private const int MaximumCharacters = 4096;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <summary>The claims request, JSON; null when there is none that can be used.</summary>
    public static string? Find(HttpResponseMessage response)
    {
        if (response.StatusCode != HttpStatusCode.Unauthorized
            || !response.Headers.NonValidated.TryGetValues(HeaderNames.WWWAuthenticate, out var raw)
            || raw.Sum(value => (long)value.Length) > MaximumCharacters) return null;

        foreach (var challenge in response.Headers.WwwAuthenticate)
        {
            if (challenge.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) && ClaimsOf(challenge) is { } claims) return claims;
        }

        return null;
    }

    private static string? ClaimsOf(AuthenticationHeaderValue challenge)
    {
        if (!Microsoft.Net.Http.Headers.NameValueHeaderValue.TryParseStrictList([challenge.Parameter ?? ""], out var parameters)) return null;

        return Only("error") == "insufficient_claims" && Only("claims") is { } encoded ? Decode(encoded) : null;

        string? Only(string name) => parameters.Where(parameter => parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList() is [var only]
            ? HeaderUtilities.UnescapeAsQuotedString(only.Value).Value
            : null;
    }

    /// <summary>Base64 of either alphabet, padded or not, of a JSON object for <c>access_token</c>.</summary>
    private static string? Decode(string encoded)
    {
        var url = encoded.Replace('+', '-').Replace('/', '_').TrimEnd('=');
        if (!Base64Url.IsValid(url)) return null;

        var json = Base64Url.DecodeFromChars(url);
        try
        {
            using var claims = JsonDocument.Parse(json, Strict);
            return claims.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("access_token", out var accessToken) && accessToken.ValueKind == JsonValueKind.Object
                ? Encoding.UTF8.GetString(json)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
