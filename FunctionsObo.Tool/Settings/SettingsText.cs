using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FunctionsObo.Tool.Settings;

/// <summary>The text of a <c>local.settings.json</c>, changed value by value: comments, order, layout and what nobody knows stay.</summary>
internal static class SettingsText
{
    /// <param name="text">A file that <see cref="SettingsFile"/> reads.</param>
    /// <param name="changes">By configuration key; null takes a setting out.</param>
    /// <returns>The text with these settings.</returns>
    public static string Change(string text, IReadOnlyDictionary<string, string?> changes)
    {
        var members = SettingsMembers.Find(text);
        var edits = new List<Edit>();
        var (kept, removed) = (new List<SettingsMember>(), new List<SettingsMember>());
        foreach (var member in members.All)
        {
            if (!changes.Keys.Any(member.Is)) kept.Add(member);
            else if (changes.First(change => member.Is(change.Key)).Value is not { } value) removed.Add(member);
            else
            {
                kept.Add(member);
                edits.Add(new Edit(member.ValueStart, member.End, Quoted(value)));
            }
        }

        var added = changes.Where(change => change.Value is not null && !members.All.Any(member => member.Is(change.Key))).GroupBy(change => Neighbour(kept, change.Key)).ToList();
        edits.AddRange(removed.Select(member => Removal(text, member)));
        edits.AddRange(added.Select(group => Insertion(text, members, kept, group.Key, [.. group])).SelectMany(insertion => insertion));
        var lastIsGone = kept.Count > 0 && removed.Count > 0 && removed[^1].Start > kept[^1].Start;
        if (lastIsGone && kept[^1].Comma is { } comma && !added.Exists(group => group.Key == kept[^1])) edits.Add(new Edit(comma, comma + 1, ""));
        return Applied(text, edits);
    }

    /// <summary>Behind the settings of its own section, else at the end.</summary>
    private static SettingsMember? Neighbour(List<SettingsMember> kept, string key) =>
        kept.FindLast(member => string.Equals(Section(member.Key), Section(key), StringComparison.OrdinalIgnoreCase)) ?? kept.LastOrDefault();

    private static string Section(string key) => key.Split(':')[0];

    private static IEnumerable<Edit> Insertion(string text, SettingsMembers members, List<SettingsMember> kept, SettingsMember? after, KeyValuePair<string, string?>[] added)
    {
        var lines = added.Select(change => $"{Quoted(change.Key.Replace(":", "__", StringComparison.Ordinal))}: {Quoted(change.Value!)}").ToArray();
        var newLine = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        if (after is null)
        {
            var indent = $"{newLine}{Indent(text, members.Open)}  ";
            yield return new Edit(members.Open + 1, members.Open + 1, $"{indent}{string.Join($",{indent}", lines)}{(LineIsEmptyAt(text, members.Open + 1) ? "" : newLine + Indent(text, members.Open))}");
            yield break;
        }

        var isLast = after == kept[^1];
        var behind = (after.Comma ?? after.End - 1) + 1;
        var endOfLine = JsonGaps.EndOfLine(text, behind, members.Close);
        var hasLineOfItsOwn = text[endOfLine] is '\r' or '\n';
        var comma = isLast && after.Comma is null ? "," : "";
        var separator = hasLineOfItsOwn ? newLine + Indent(text, after.Start) : " ";
        var insertion = separator + string.Join($",{separator}", lines) + (isLast ? "" : ",");
        if (!hasLineOfItsOwn || endOfLine == behind)
        {
            yield return new Edit(behind, behind, comma + insertion);
            yield break;
        }

        yield return new Edit(behind, behind, comma);
        yield return new Edit(endOfLine, endOfLine, insertion);
    }

    /// <summary>With its comma, and with its line when nothing else is on it.</summary>
    private static Edit Removal(string text, SettingsMember member)
    {
        var (start, end) = (member.Start, (member.Comma ?? member.End - 1) + 1);
        var lineStart = text.LastIndexOf('\n', start - 1) + 1;
        var lineEnd = text.IndexOf('\n', end);
        return lineEnd >= 0 && text.AsSpan(lineStart, start - lineStart).IsWhiteSpace() && text.AsSpan(end, lineEnd - end).IsWhiteSpace()
            ? new Edit(lineStart, lineEnd + 1, "")
            : new Edit(start, end, "");
    }

    private static bool LineIsEmptyAt(string text, int position) => text.IndexOf('\n', position) is >= 0 and var end && text.AsSpan(position, end - position).IsWhiteSpace();

    private static string Indent(string text, int position)
    {
        var lineStart = text.LastIndexOf('\n', position) + 1;
        return text[lineStart..(lineStart + text.AsSpan(lineStart).IndexOfAnyExcept(' ', '\t'))];
    }

    private static string Quoted(string value) => $"\"{JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private static string Applied(string text, List<Edit> edits)
    {
        var result = new StringBuilder(text);
        foreach (var edit in edits.OrderByDescending(edit => edit.Start).ThenByDescending(edit => edit.End)) result.Remove(edit.Start, edit.End - edit.Start).Insert(edit.Start, edit.With);
        return result.ToString();
    }

    private readonly record struct Edit(int Start, int End, string With);
}
