using System.Text.Json;
using FunctionsObo.Authentication;
using FunctionsObo.Tool.Output;

namespace FunctionsObo.Tool.Explaining;

/// <summary>JSON: problem bodies of the API, errors of the token endpoint and of Microsoft Graph, claims requests.</summary>
internal static class Bodies
{
    /// <summary>The object that is the text, or stands in it; else those that stand on one line each.</summary>
    public static IEnumerable<Explanation> Explain(string text) => ExplainOne(text) ?? text.Split('\n').SelectMany(line => ExplainOne(line) ?? []);

    private static IReadOnlyList<Explanation>? ExplainOne(string text)
    {
        var (from, to) = (text.IndexOf('{', StringComparison.Ordinal), text.LastIndexOf('}'));
        if (from < 0 || to < from) return null;
        try
        {
            using var json = JsonDocument.Parse(text.AsMemory(from, to - from + 1));
            return [.. Explain(json.RootElement)];
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IEnumerable<Explanation> Explain(JsonElement body)
    {
        if (GraphErrors.IsOne(body)) yield return GraphErrors.Explain(body.GetProperty("error"));
        if (body.Text("code") is { } code && (body.TryGetProperty("status", out _) || body.TryGetProperty("detail", out _) || ProblemCodes.IsKnown(code)))
            yield return ProblemCodes.Explain(code) with { Details = [.. Members(body, "status", "detail", "scopes", "errors", "traceId")] };
        if (body.Text("claims") is { } claims) yield return Challenges.ExplainClaims(claims);
        if (body.TryGetProperty("access_token", out var wanted) && wanted.ValueKind == JsonValueKind.Object) yield return Challenges.ExplainClaims(body.GetRawText());

        var numbers = Numbers(body).ToList();
        foreach (var number in numbers) yield return EntraNumbers.Explain(number) with { Details = [.. Members(body, "error", "suberror", "correlation_id", "trace_id", "timestamp")] };
        if (numbers.Count == 0 && body.Text("error") is { } error && !HasNumber(body)) yield return OAuthError(error, body);
    }

    private static Explanation OAuthError(string error, JsonElement body) =>
        new("token endpoint", Shown.Of(error), "The token endpoint refuses the request (RFC 6749 §5.2), and gives no AADSTS number.", "See the error's description and its ids in the sign-in logs of the tenant.")
        {
            Details = [.. Members(body, "error_description", "suberror", "correlation_id", "trace_id")],
        };

    /// <summary>They are explained where the text is read.</summary>
    private static bool HasNumber(JsonElement body) => body.Text("error_description")?.Contains("AADSTS", StringComparison.OrdinalIgnoreCase) is true;

    private static IEnumerable<int> Numbers(JsonElement body) => body.TryGetProperty("error_codes", out var codes) && codes.ValueKind == JsonValueKind.Array
        ? codes.EnumerateArray().Select(code => code.ValueKind == JsonValueKind.Number && code.TryGetInt32(out var number) ? number : 0).Where(number => number > 0)
        : [];

    private static IEnumerable<Detail> Members(JsonElement body, params string[] names)
    {
        foreach (var name in names)
        {
            if (body.TryGetProperty(name, out var value)) yield return new(name, Shown.Of(value.Text() ?? value.GetRawText()));
        }
    }
}
