namespace FunctionsObo.Logging;

/// <summary>
/// The one place that makes text fit for a log: short, on one line, without characters that begin a line or hide one (CWE-117), and
/// nothing of what looks like a token (CWE-532).
/// </summary>
internal static class LogSafe
{
    /// <summary>How <c>{"</c> begins in base64url: the header and the payload of every JWT.</summary>
    private const string JwtBegin = "eyJ";

    /// <summary>Longer than any key id, so that one with these three characters by chance is still shown.</summary>
    private const int ShortestToken = 48;

    private const string Withheld = "[withheld: like a token]";

    /// <summary>Printable ASCII stays, up to the length; anything else becomes an underscore, and what is cut off an ellipsis.</summary>
    public static string Of(string? text, int longest = 90)
    {
        if (text is null) return "none";
        if (text.Length >= ShortestToken && text.Contains(JwtBegin, StringComparison.Ordinal)) return Withheld;

        var kept = text.Length <= longest ? text : string.Concat(text.AsSpan(0, longest), "...");
        return kept.AsSpan().ContainsAnyExceptInRange(' ', '~') ? Clean(kept) : kept;
    }

    private static string Clean(string kept) => string.Create(kept.Length, kept, static (clean, raw) =>
    {
        for (var i = 0; i < raw.Length; i++) clean[i] = raw[i] is >= ' ' and <= '~' ? raw[i] : '_';
    });
}
