using System.Text;

namespace FunctionsObo.Errors;

/// <summary>
/// Writes the value of one WWW-Authenticate header for scheme Bearer (RFC 6750 §3). Parameters stand apart by comma and
/// space, which MSAL's parser insists on, and each name once. Characters that a quoted string must not hold are replaced, so
/// that no value can end the string, the parameter or the header.
/// </summary>
internal sealed class BearerChallenge
{
    private readonly StringBuilder _text = new("Bearer");

    /// <summary>Adds a parameter.</summary>
    public BearerChallenge With(string name, string value)
    {
        _text.Append(_text.Length == "Bearer".Length ? " " : ", ").Append(name).Append("=\"");
        foreach (var character in value) _text.Append(IsAllowed(character) ? character : '_');
        _text.Append('"');
        return this;
    }

    public override string ToString() => _text.ToString();

    /// <summary>RFC 6750 §3: %x20-21 / %x23-5B / %x5D-7E.</summary>
    private static bool IsAllowed(char character) => character is >= ' ' and <= '~' and not '"' and not '\\';
}
