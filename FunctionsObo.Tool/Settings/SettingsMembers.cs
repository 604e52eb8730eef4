using System.Text;
using System.Text.Json;

namespace FunctionsObo.Tool.Settings;

/// <summary>Where in the text of a <c>local.settings.json</c> one setting stands.</summary>
/// <param name="Key">Its configuration key.</param>
/// <param name="Start">Of its name.</param>
/// <param name="ValueStart">Of its value.</param>
/// <param name="End">Behind its value.</param>
/// <param name="Comma">The comma that follows; null when none does.</param>
internal sealed record SettingsMember(string Key, int Start, int ValueStart, int End, int? Comma)
{
    public bool Is(string key) => Key.Equals(key, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The members of the object <c>Values</c>, and where it begins and ends.</summary>
internal sealed record SettingsMembers(int Open, int Close, IReadOnlyList<SettingsMember> All)
{
    private static readonly JsonReaderOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <exception cref="JsonException">The text is none that <see cref="SettingsFile"/> reads.</exception>
    public static SettingsMembers Find(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(utf8, Lenient);
        int At(long index) => Encoding.UTF8.GetCharCount(utf8.AsSpan(0, (int)index));
        while (reader.Read())
        {
            if (reader is not { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 } || !"Values".Equals(reader.GetString(), StringComparison.OrdinalIgnoreCase)) continue;
            reader.Read();
            var (open, all) = (At(reader.TokenStartIndex), new List<SettingsMember>());
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var (name, start) = (reader.GetString()!, At(reader.TokenStartIndex));
                reader.Read();
                var (valueStart, end) = (At(reader.TokenStartIndex), At(reader.BytesConsumed));
                all.Add(new SettingsMember(AppSettings.KeyOf(name), start, valueStart, end, JsonGaps.Comma(text, end)));
            }

            return new(open, At(reader.TokenStartIndex), all);
        }

        throw new JsonException("There is no object \"Values\".");
    }
}
