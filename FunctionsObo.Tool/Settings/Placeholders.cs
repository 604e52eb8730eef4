namespace FunctionsObo.Tool.Settings;

/// <summary>Values that somebody was to replace: empty ones, and those in the braces or angle brackets of a sample.</summary>
internal static class Placeholders
{
    public static bool IsOne(string? value) => string.IsNullOrWhiteSpace(value) || value.Trim() is ['{', .., '}'] or ['<', .., '>'] or ['[', .., ']'];
}
