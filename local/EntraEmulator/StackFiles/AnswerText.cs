using System.Text;

namespace EntraEmulator.StackFiles;

/// <summary>A text with placeholders such as <c>{oid}</c>. Two braces stand for one.</summary>
public sealed class AnswerText
{
    private readonly IReadOnlyList<(string Text, bool IsPlaceholder)> _parts;

    private AnswerText(IReadOnlyList<(string Text, bool IsPlaceholder)> parts) => _parts = parts;

    /// <summary>The names in its placeholders.</summary>
    public IEnumerable<string> Placeholders => _parts.Where(part => part.IsPlaceholder).Select(part => part.Text);

    /// <summary>The text as it stands between the placeholders.</summary>
    public IEnumerable<string> Literals => _parts.Where(part => !part.IsPlaceholder).Select(part => part.Text);

    /// <summary>Reads a text.</summary>
    /// <returns>It, or null where a brace has no partner.</returns>
    public static AnswerText? Parse(string text)
    {
        var parts = new List<(string, bool)>();
        var literal = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] is not ('{' or '}')) literal.Append(text[at]);
            else if (at + 1 < text.Length && text[at + 1] == text[at]) literal.Append(text[at++]);
            else if (text[at] == '{' && text.IndexOf('}', at) is > 0 and var end && text.IndexOf('{', at + 1, end - at - 1) < 0)
            {
                parts.Add((literal.ToString(), false));
                parts.Add((text[(at + 1)..end], true));
                literal.Clear();
                at = end;
            }
            else return null;
        }

        parts.Add((literal.ToString(), false));
        return new AnswerText(parts);
    }

    /// <summary>The text with values for the placeholders.</summary>
    public string Fill(Func<string, string> value) => string.Concat(_parts.Select(part => part.IsPlaceholder ? value(part.Text) : part.Text));
}
