using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using FunctionsObo.Tool.Output;

namespace FunctionsObo.Tool.Explaining;

/// <summary>Reads WWW-Authenticate values with the scheme Bearer (RFC 6750 §3, RFC 9728 §5.1), and claims requests.</summary>
internal static partial class Challenges
{
    private const string WithClaims = "Ask for a token with these claims. MSAL.NET: AcquireTokenInteractive(scopes).WithClaims(claims); MSAL.js: acquireTokenPopup({ scopes, claims }). Then send the request again.";

    private const int LongestClaims = 8000;

    /// <summary>It is for a terminal, not for a page.</summary>
    private static readonly JsonSerializerOptions AsWritten = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Dictionary<string, Advice> Errors = new(StringComparer.Ordinal)
    {
        ["invalid_request"] = new("The request's credentials are malformed (RFC 6750 §3.1).", "Send one header 'Authorization: Bearer …' with one token. The code of the body says more."),
        ["invalid_token"] = new("The token is not taken (RFC 6750 §3.1): it has expired, is for another API, or of another tenant.", "Get a new token for this API. The code of the body says which it is: explain the body, or the token."),
        ["insufficient_scope"] = new("The token is good and does not suffice (RFC 6750 §3.1).", "Ask for the scopes that it names, if it names some; else the code of the body says what is missing."),
        ["insufficient_claims"] = new("The user must meet further requirements: the challenge carries a claims request.", WithClaims),
        ["interaction_required"] = new("The user must do something first.", "Ask for a token interactively, with the claims if there are some."),
    };

    /// <summary>Each challenge in a text, and the text without them.</summary>
    public static (IEnumerable<Explanation> Found, string Remainder) TakeFrom(string text)
    {
        var found = Challenge().Matches(text).Select(match => Explain(match.Groups["parameters"].Value)).ToList();
        return (found, Challenge().Replace(text, " "));
    }

    /// <summary>A claims request by itself, as an answer of the token endpoint has it.</summary>
    public static Explanation ExplainClaims(string claims) =>
        new("challenge", "claims request", "The user must meet further requirements before there is a token.", WithClaims) { Details = [Claims(claims)] };

    public static bool IsError(string word) => Errors.ContainsKey(word);

    public static Explanation ExplainError(string word) => new("challenge", word, Errors[word].Meaning, Errors[word].Fix);

    private static Explanation Explain(string parameters)
    {
        var values = Parameter().Matches(parameters)
            .Select(match => (Name: match.Groups["name"].Value.ToLowerInvariant(), Value: match.Groups["text"].Success ? match.Groups["text"].Value : match.Groups["word"].Value)).ToList();
        var error = values.Find(value => value.Name == "error").Value;
        var advice = error is null ? new Advice("The request came without credentials, and the challenge says where to get them.", "Get a token for this API there, and send it as 'Authorization: Bearer …'.")
            : Errors.GetValueOrDefault(error) ?? new Advice("This error is not known here.", "See what the API that answered says about it.");
        return new("challenge", error is null ? "Bearer" : Shown.Of($"Bearer {error}"), advice.Meaning, advice.Fix) { Details = [.. values.Select(value => Describe(value.Name, value.Value))] };
    }

    private static Detail Describe(string name, string value) => name switch
    {
        "claims" => Claims(Decode(value)),
        "authorization_uri" => new(name, Shown.Of(value), Note: "Where the client gets tokens."),
        "resource_metadata" => new(name, Shown.Of(value), Note: "What the API says about itself (RFC 9728)."),
        "scope" => new(name, Shown.Of(value), Note: "The scopes that would do."),
        "client_id" => new(name, Shown.Of(value), Note: "The API's own client id."),
        _ => new(name, Shown.Of(value)),
    };

    private static Detail Claims(string? claims)
    {
        try
        {
            using var json = JsonDocument.Parse(claims ?? "");
            return new("claims", Shown.Of(JsonSerializer.Serialize(json, AsWritten), LongestClaims), Note: "Decoded. They go into the next request for a token, unchanged.");
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException) // the latter for a lone surrogate
        {
            return new("claims", "(cannot be read)", DetailState.Wrong, "They are no JSON in base64: see that the header is whole.");
        }
    }

    /// <summary>Entra's APIs write base64, some base64url, and some leave the padding out.</summary>
    private static string? Decode(string value)
    {
        var plain = value.Replace('-', '+').Replace('_', '/').TrimEnd('=');
        var bytes = new byte[plain.Length];
        return Convert.TryFromBase64String(plain.PadRight((plain.Length + 3) / 4 * 4, '='), bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }

    [GeneratedRegex("""(www-authenticate:\s*)?\bBearer\s+(?<parameters>[a-z_]+\s*=\s*("[^"]*"|[^\s",]+)(\s*,\s*[a-z_]+\s*=\s*("[^"]*"|[^\s",]+))*)""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Challenge();

    [GeneratedRegex("""(?<name>[a-z_]+)\s*=\s*("(?<text>[^"]*)"|(?<word>[^\s",]+))""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();
}
