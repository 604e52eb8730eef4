using System.Text.Json;
using System.Text.Json.Serialization;

namespace EntraEmulator.Faults;

internal sealed class TimesConverter : JsonConverter<int>
{
    public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("always"u8)) return 0;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var times) && times >= 0
            ? times
            : throw new JsonException("'times' is a number of requests, or \"always\".");
    }

    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options)
    {
        if (value == 0) writer.WriteStringValue("always"u8);
        else writer.WriteNumberValue(value);
    }
}
