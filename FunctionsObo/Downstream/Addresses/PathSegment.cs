using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace FunctionsObo.Downstream.Addresses;

/// <summary>
/// Whether one segment of a path is just a name: for us, and for whatever stands between us and the API and may decode once more
/// than it should, cut parameters off at ";", or fold look-alikes (CWE-22, CWE-918).
/// </summary>
internal static class PathSegment
{
    /// <summary>Who needs more rounds than this does not name an order.</summary>
    private const int MaximumRounds = 4;

    /// <summary>Slash and backslash, and what folds to them (Unicode NFKC and best-fit tables).</summary>
    private static readonly SearchValues<char> Separators = SearchValues.Create("/\\\u2044\u2215\u29F5\u29F8\uFE68\uFF0F\uFF3C");

    /// <summary>The dot, what folds to it, and the spaces that some file systems drop behind it.</summary>
    private static readonly SearchValues<char> Dots = SearchValues.Create(". \u3002\u2024\u2025\u2026\uFE52\uFF0E\uFF61");

    /// <summary>Whether the segment, as it stands in the path, is a name and nothing more.</summary>
    public static bool IsName(string segment)
    {
        if (segment.IndexOf('%') < 0) return IsPlain(segment);

        for (var round = 0; round < MaximumRounds; round++)
        {
            if (!TryDecode(segment, out var decoded)) return round > 0; // a per cent sign that is just that
            if (!IsPlain(decoded)) return false;
            if (decoded.IndexOf('%') < 0) return true;
            segment = decoded;
        }

        return false;
    }

    private static bool IsPlain(string decoded)
    {
        if (decoded.AsSpan().ContainsAny(Separators) || decoded.Any(char.IsControl)) return false;

        var parameters = decoded.IndexOf(';');
        var name = parameters < 0 ? decoded.AsSpan() : decoded.AsSpan(0, parameters);
        return name.ContainsAnyExcept(Dots);
    }

    /// <summary>Decodes once; false for an escape that is none, and for bytes that are no UTF-8 (overlong forms of "." and "/").</summary>
    private static bool TryDecode(string segment, out string decoded)
    {
        decoded = "";
        var utf8 = new ArrayBufferWriter<byte>(segment.Length);
        var rest = segment.AsSpan();
        while (rest.IndexOf('%') is var escape and >= 0)
        {
            Encoding.UTF8.GetBytes(rest[..escape], utf8);
            if (rest.Length < escape + 3 || !TryHex(rest[escape + 1], rest[escape + 2], out var value)) return false;
            utf8.Write([value]);
            rest = rest[(escape + 3)..];
        }

        Encoding.UTF8.GetBytes(rest, utf8);
        if (!Utf8.IsValid(utf8.WrittenSpan)) return false;
        decoded = Encoding.UTF8.GetString(utf8.WrittenSpan);
        return true;
    }

    private static bool TryHex(char high, char low, out byte value)
    {
        value = 0;
        if (!char.IsAsciiHexDigit(high) || !char.IsAsciiHexDigit(low)) return false;
        value = Convert.FromHexString([high, low])[0];
        return true;
    }
}
