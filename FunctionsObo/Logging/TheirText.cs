namespace FunctionsObo.Logging;

/// <summary>
/// Text that a caller, the identity platform or an API wrote, for a log: made safe by <see cref="LogSafe"/>, in quotes and marked, so
/// that nobody takes it for this app's own words. Nothing is done before somebody reads it.
/// </summary>
internal readonly struct TheirText
{
    private readonly string? _text;

    private TheirText(string? text) => _text = text;

    public static TheirText Of(string? text) => new(text);

    /// <summary>Several, such as scopes, with a space between them.</summary>
    public static TheirText Of(IReadOnlyCollection<string> texts) => new(texts.Count == 0 ? null : string.Join(' ', texts));

    /// <returns><c>"…" (theirs)</c>; <c>none</c> when there is none.</returns>
    public override string ToString() => _text is null ? "none" : $"\"{LogSafe.Of(_text).Replace('"', '\'')}\" (theirs)";
}
