using System.Globalization;
using System.Text;
using System.Text.Json;

namespace EntraEmulator.StackFiles;

/// <summary>Reads JSON, comments and trailing commas allowed, into values that know where they stand.</summary>
internal sealed class LocatedReader
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private const int MostBytes = 1_000_000;

    private readonly byte[] _json;
    private readonly StackErrors _errors;
    private readonly List<int> _lines = [0];
    private (int Byte, Place Place) _last = (0, new Place(1, 1));

    private LocatedReader(byte[] json, StackErrors errors)
    {
        (_json, _errors) = (json, errors);
        for (var at = 0; at < json.Length; at++)
            if (json[at] == '\n') _lines.Add(at + 1);
    }

    /// <returns>The whole file as a value, or null where it is not JSON; the errors then say why.</returns>
    public static Located? Read(byte[] file, StackErrors errors)
    {
        if (file.Length > MostBytes)
        {
            errors.Add(new Place(1, 1), $"this file is larger than {MostBytes.ToString("N0", CultureInfo.InvariantCulture)} bytes, and no stack file. Choose another with --stack.");
            return null;
        }

        var reader = new LocatedReader(file.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? file[Encoding.UTF8.Preamble.Length..] : file, errors);
        try
        {
            _ = Utf8.GetCharCount(reader._json);
            return reader.ReadAll();
        }
        catch (JsonException failure)
        {
            var at = reader._lines[(int)(failure.LineNumber ?? 0)] + (int)(failure.BytePositionInLine ?? 0);
            errors.Add(reader.PlaceOf(at), at < reader._json.Length
                ? $"this is not JSON. {failure.Message.Split(" LineNumber:")[0]}"
                : "the file ends here, before its JSON does. Close what is open: { with }, [ with ].");
        }
        catch (DecoderFallbackException failure)
        {
            errors.Add(reader.PlaceOf(failure.Index), "this is not UTF-8. Save the file in that encoding.");
        }

        return null;
    }

    private Located ReadAll()
    {
        var json = new Utf8JsonReader(_json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        json.Read();
        var all = Value(ref json, "");
        json.Read(); // throws where more follows
        return all;
    }

    private Located Value(ref Utf8JsonReader json, string path)
    {
        var place = PlaceOf((int)json.TokenStartIndex);
        return json.TokenType switch
        {
            JsonTokenType.StartObject => new Located(JsonValueKind.Object, place, path) { Members = Members(ref json, path) },
            JsonTokenType.StartArray => new Located(JsonValueKind.Array, place, path) { Items = Items(ref json, path) },
            JsonTokenType.String => new Located(JsonValueKind.String, place, path) { Text = Text(ref json, place) },
            JsonTokenType.Number => new Located(JsonValueKind.Number, place, path) { Text = Encoding.UTF8.GetString(json.ValueSpan) },
            JsonTokenType.True => new Located(JsonValueKind.True, place, path) { Text = "true" },
            JsonTokenType.False => new Located(JsonValueKind.False, place, path) { Text = "false" },
            _ => new Located(JsonValueKind.Null, place, path) { Text = "null" },
        };
    }

    private Dictionary<string, Located> Members(ref Utf8JsonReader json, string path)
    {
        var members = new Dictionary<string, Located>(StringComparer.Ordinal);
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            var place = PlaceOf((int)json.TokenStartIndex);
            var name = Text(ref json, place);
            json.Read();
            var member = Value(ref json, $"{path}{(path.Length == 0 ? "" : ".")}{Located.InShort(name)}") with { NamePlace = place };
            if (!members.TryAdd(name, member))
                _errors.Add(place, $"{member.Path} stands here twice, first in line {members[name].Place.Line}. Remove one.");
        }

        return members;
    }

    private List<Located> Items(ref Utf8JsonReader json, string path)
    {
        var items = new List<Located>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            items.Add(Value(ref json, $"{path}[{items.Count}]"));
        return items;
    }

    private string Text(ref Utf8JsonReader json, Place place)
    {
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            _errors.Add(place, "this text has half of a surrogate pair (\\ud800 to \\udfff). Write the character itself.");
            return "";
        }
    }

    /// <summary>Goes on from the last place in the same line, so that a line of many values is counted once.</summary>
    private Place PlaceOf(int at)
    {
        var found = _lines.BinarySearch(at);
        var line = found >= 0 ? found : ~found - 1;
        var (from, column) = _last.Place.Line == line + 1 && _last.Byte <= at ? (_last.Byte, _last.Place.Column) : (_lines[line], 1);
        _last = (at, new Place(line + 1, column + Encoding.UTF8.GetCharCount(_json.AsSpan(from..Math.Min(at, _json.Length)))));
        return _last.Place;
    }
}
