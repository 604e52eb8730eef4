using System.Globalization;
using System.Runtime.CompilerServices;
using FunctionsObo.Registration;

namespace FunctionsObo.Logging;

/// <summary>
/// A cause in this app's own words, for a log. It is made of an interpolated string whose holes the compiler checks: numbers, enums, ids,
/// times, names of ours and <see cref="TheirText"/> fit; a <see cref="string"/> does not, so that no token, secret or text of others gets in.
/// </summary>
internal readonly record struct OurText
{
    private const int LongestErrors = 1000;

    private readonly string _text;

    private OurText(string text) => _text = text;

    public static OurText Of(Words words) => new(words.ToText());

    /// <summary>Several, with a comma between them.</summary>
    public static OurText Of(IEnumerable<OurText> parts) => new(string.Join(", ", parts));

    /// <summary>What is wrong with the configuration, as the start would have said it.</summary>
    public static OurText Of(ConfigurationException unusable) => new(LogSafe.Of(string.Join(' ', unusable.Errors), LongestErrors));

    /// <summary>A word of a protocol if it is one of these; else it is theirs, and marked.</summary>
    public static OurText Of(string? word, IReadOnlySet<string> known) =>
        new(word is not null && known.Contains(word) ? word : TheirText.Of(word).ToString());

    public override string ToString() => _text ?? "";

    /// <summary>The interpolated string. There is no way to append a <see cref="string"/> that is not a literal.</summary>
    [InterpolatedStringHandler]
    internal ref struct Words(int literalLength, int formattedCount)
    {
        private DefaultInterpolatedStringHandler _text = new(literalLength, formattedCount, CultureInfo.InvariantCulture);

        public void AppendLiteral(string literal) => _text.AppendLiteral(literal);

        public void AppendFormatted<T>(T value, string? format = null)
            where T : struct, ISpanFormattable => _text.AppendFormatted(value, format);

        public void AppendFormatted(OwnName name) => _text.AppendLiteral(name.ToString());

        public void AppendFormatted(OurText text) => _text.AppendLiteral(text.ToString());

        public void AppendFormatted(TheirText text) => _text.AppendLiteral(text.ToString());

        public string ToText() => _text.ToStringAndClear();
    }
}
