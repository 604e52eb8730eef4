using System.Buffers;

namespace FunctionsObo.Downstream.Headers;

/// <summary>What may stand in a header field (RFC 9110 §5.6.2 and §5.5), without the characters that could end it.</summary>
internal static class HeaderSyntax
{
    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public static bool IsName(string name) => name.Length > 0 && !name.AsSpan().ContainsAnyExcept(TokenCharacters);

    /// <summary>Printable ASCII, not blank at either end.</summary>
    public static bool IsValue(string? value) =>
        !string.IsNullOrWhiteSpace(value) && !value.AsSpan().ContainsAnyExceptInRange(' ', '~') && value[0] != ' ' && value[^1] != ' ';
}
