namespace FunctionsObo.Tool.Settings;

/// <summary>What stands between the tokens of a JSON text that may have comments in it.</summary>
internal static class JsonGaps
{
    /// <returns>The comma that comes next; null when something else does.</returns>
    public static int? Comma(string text, int from)
    {
        while (from < text.Length && (char.IsWhiteSpace(text[from]) || text[from] == '/')) from = Next(text, from);
        return from < text.Length && text[from] == ',' ? from : null;
    }

    /// <returns>The end of the line, line break not included, and behind the comments that begin on it; or what comes first of that and the next token.</returns>
    public static int EndOfLine(string text, int from, int limit)
    {
        while (from < limit && text[from] is not ('\r' or '\n') && (char.IsWhiteSpace(text[from]) || text[from] == '/')) from = Next(text, from);
        return from;
    }

    private static int Next(string text, int from)
    {
        if (text[from] != '/') return from + 1;
        var isBlock = text[from + 1] == '*';
        var end = text.IndexOf(isBlock ? "*/" : "\n", from + 2, StringComparison.Ordinal);
        return end < 0 ? text.Length : isBlock ? end + 2 : text[end - 1] == '\r' ? end - 1 : end;
    }
}
