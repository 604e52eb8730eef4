using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using EntraEmulator.Errors;

namespace EntraEmulator.Graph;

/// <summary>Reads members of a body, and says which one has another type than it must have.</summary>
internal static class GraphJson
{
    public static string? Text(this JsonObject json, string name) => json[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => throw GraphErrors.InvalidValue(name, "It has to be a text."),
    };

    public static string RequiredText(this JsonObject json, string name, string resource) =>
        json.Text(name) is { Length: > 0 } text ? text : throw GraphErrors.Bad($"A value is required for property '{name}' of resource '{resource}'.");

    public static Guid RequiredId(this JsonObject json, string name, string resource) =>
        Guid.TryParseExact(json.RequiredText(name, resource), "D", out var id) && id != Guid.Empty ? id : throw GraphErrors.InvalidValue(name, "It has to be a GUID.");

    public static bool? Flag(this JsonObject json, string name) => json[name] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False => value.GetValue<bool>(),
        _ => throw GraphErrors.InvalidValue(name, "It has to be true or false."),
    };

    public static DateTimeOffset? Time(this JsonObject json, string name)
    {
        if (json.Text(name) is not { } text) return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : throw GraphErrors.InvalidValue(name, "It has to be a time, such as 2030-01-01T00:00:00Z.");
    }

    public static JsonObject? Object(this JsonObject json, string name) =>
        json[name] is null or JsonObject ? json[name] as JsonObject : throw GraphErrors.InvalidValue(name, "It has to be an object.");

    public static IReadOnlyList<string> Texts(this JsonObject json, string name) => [.. Items(json, name).Select(one =>
        one is JsonValue value && value.TryGetValue<string>(out var text) ? text : throw GraphErrors.InvalidValue(name, "It has to be a list of texts."))];

    public static IReadOnlyList<JsonObject> Objects(this JsonObject json, string name) => [.. Items(json, name).Select(one =>
        one as JsonObject ?? throw GraphErrors.InvalidValue(name, "It has to be a list of objects."))];

    /// <exception cref="GraphErrorException">A member is none of those that are known.</exception>
    public static void OnlyHas(this JsonObject json, params IReadOnlyList<string> known)
    {
        foreach (var (name, _) in json)
            if (!name.Contains('@', StringComparison.Ordinal) && !known.Contains(name, StringComparer.Ordinal)) throw GraphErrors.Unexpected(name);
    }

    public static JsonArray ListOf(this IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    public static JsonArray ListOf(this IEnumerable<JsonObject> objects) => new([.. objects]);

    public static string? Written(this DateTimeOffset? time) => time?.Written();

    public static string Written(this DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static JsonArray Items(JsonObject json, string name) => json[name] switch
    {
        null => [],
        JsonArray list => list,
        _ => throw GraphErrors.InvalidValue(name, "It has to be a list."),
    };
}
