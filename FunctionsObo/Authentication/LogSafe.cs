namespace FunctionsObo.Authentication;

/// <summary>Makes what strangers wrote fit for a log: short, and without characters that begin a line or hide one (CWE-117).</summary>
internal static class LogSafe
{
    private const int MaximumLength = 100;

    /// <summary>Printable ASCII stays, up to 100 characters; anything else becomes an underscore, and what is cut off an ellipsis.</summary>
    public static string Of(string? text)
    {
        if (text is null) return "none";
        var kept = text.Length <= MaximumLength ? text : text[..MaximumLength] + "...";
        return string.Create(kept.Length, kept, static (clean, raw) =>
        {
            for (var i = 0; i < raw.Length; i++) clean[i] = raw[i] is >= ' ' and <= '~' ? raw[i] : '_';
        });
    }
}
