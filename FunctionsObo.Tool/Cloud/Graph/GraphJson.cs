using System.Text.Json;
using System.Text.Json.Nodes;

namespace FunctionsObo.Tool.Cloud.Graph;

/// <summary>Reads objects of Microsoft Graph. What is missing or has another type reads as nothing.</summary>
internal static class GraphJson
{
    extension(JsonObject json)
    {
        public string? Text(string name) => json[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

        public bool Flag(string name) => json[name]?.GetValueKind() == JsonValueKind.True;

        public JsonObject? Object(string name) => json[name] as JsonObject;

        public IReadOnlyList<JsonObject> Objects(string name) => [.. (json[name] as JsonArray ?? []).OfType<JsonObject>()];

        public IReadOnlyList<string> Texts(string name) => [.. (json[name] as JsonArray ?? []).OfType<JsonValue>().Select(one => one.TryGetValue(out string? text) ? text : null).OfType<string>()];

        public DateTimeOffset? Time(string name) => DateTimeOffset.TryParse(json.Text(name), out var time) ? time : null;
    }

    public static JsonArray ListOf(this IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    public static JsonArray ListOf(this IEnumerable<JsonNode> nodes) => new([.. nodes.Select(node => node.DeepClone())]);

    public static JsonObject Copy(this JsonObject json) => json.DeepClone().AsObject();

    /// <summary>A text as it stands between single quotes in an address of Graph.</summary>
    public static string Quoted(this string text) => Uri.EscapeDataString(text.Replace("'", "''", StringComparison.Ordinal));
}
