using System.Text.Json;
using System.Text.Json.Nodes;

namespace EntraEmulator.StackFiles;

/// <summary>A JSON answer, in the texts of which there may be placeholders.</summary>
public sealed class AnswerTemplate
{
    private readonly Func<Func<string, string>, JsonNode?> _fill;

    private AnswerTemplate(Func<Func<string, string>, JsonNode?> fill) => _fill = fill;

    /// <summary>A new copy of the answer, with values for the placeholders.</summary>
    public JsonNode? Fill(Func<string, string> value) => _fill(value);

    /// <param name="json">The answer as the file has it.</param>
    /// <param name="text">Reads a text of it.</param>
    internal static AnswerTemplate From(Located json, Func<Located, AnswerText> text)
    {
        switch (json.Kind)
        {
            case JsonValueKind.Object:
                var members = json.Members.Select(member => KeyValuePair.Create(member.Key, From(member.Value, text))).ToList();
                return new(value => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, member.Value.Fill(value)))));
            case JsonValueKind.Array:
                var items = json.Items.Select(item => From(item, text)).ToList();
                return new(value => new JsonArray([.. items.Select(item => item.Fill(value))]));
            case JsonValueKind.String:
                var template = text(json);
                return new(value => JsonValue.Create(template.Fill(value)));
            default:
                return new(_ => JsonNode.Parse(json.Text));
        }
    }
}
