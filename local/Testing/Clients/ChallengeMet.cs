using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FunctionsObo.Testing.Platform;

namespace FunctionsObo.Testing.Clients;

/// <summary>What a good client does with a claims challenge: it lets the user do what is asked, and comes back with a new token.</summary>
internal static partial class ChallengeMet
{
    public static HttpClient Client(HttpResponseMessage challenge, CallerTokens tokens, Func<string, Func<string>, HttpClient> client)
    {
        ArgumentNullException.ThrowIfNull(challenge);
        var claims = Claims(challenge) ?? throw new ArgumentException(
            $"The answer is no claims challenge: it is {(int)challenge.StatusCode}, with {(challenge.Headers.WwwAuthenticate.Count == 0 ? "no WWW-Authenticate header" : $"WWW-Authenticate: {challenge.Headers.WwwAuthenticate}")}.", nameof(challenge));
        var old = CallerTokens.Payload(challenge.RequestMessage!.Headers.Authorization!.Parameter!);
        var (user, scopes) = ((string)old["oid"]!, ((string)old["scp"]!).Split(' '));
        return client(user, () => tokens.ForUser(user, scopes, payload => Meet(payload, claims)));
    }

    private static JsonObject? Claims(HttpResponseMessage challenge)
    {
        var encoded = ClaimsParameter().Match($"{challenge.Headers.WwwAuthenticate}").Groups["claims"].Value;
        return encoded.Length == 0 ? null : JsonNode.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(encoded))) as JsonObject;
    }

    /// <summary>Each claim that is asked for is in the token, with a value that is asked for.</summary>
    private static void Meet(JsonObject payload, JsonObject claims)
    {
        foreach (var (name, asked) in claims["access_token"]?.AsObject() ?? [])
        {
            var values = asked?["values"]?.AsArray().Select(value => (string)value!).ToList() ?? [(string?)asked?["value"] ?? ""];
            if (name == "acrs") payload[name] = new JsonArray([.. values.Select(value => (JsonNode)value)]);
        }
    }

    [GeneratedRegex("claims=\"(?<claims>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ClaimsParameter();
}
