using System.Text;
using System.Text.RegularExpressions;

namespace FunctionsObo.Tool.Output;

/// <summary>
/// What others wrote, fit for a terminal: on one line, without control characters, cut, and every token in it masked.
/// </summary>
internal static partial class Shown
{
    private const int Usual = 300;

    /// <param name="text">What to show.</param>
    /// <param name="longest">The most characters of it.</param>
    public static string Of(string text, int longest = Usual)
    {
        var masked = Token().Replace(text, "(a token, masked)");
        var clean = new StringBuilder(Math.Min(masked.Length, longest));
        foreach (var character in masked.AsSpan(0, Math.Min(masked.Length, longest))) clean.Append(IsPlain(character) ? character : '·');
        return masked.Length > longest ? $"{clean}…" : clean.ToString();
    }

    private static bool IsPlain(char character) => char.GetUnicodeCategory(character) is not (
        System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.Surrogate
        or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator);

    /// <summary>A JWT or what is left of one: a JSON object in base64url begins so.</summary>
    [GeneratedRegex(@"eyJ[A-Za-z0-9_-]{8,}(\.[A-Za-z0-9_-]*)*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
