using System.Text;
using System.Text.Json;

namespace FunctionsObo.OnBehalfOf.Exchange;

/// <summary>
/// Whether an answer of the token endpoint is one (RFC 6749 §5.1 and §5.2). MSAL is less strict: it takes a number for a token, and ends in
/// errors of all kinds, its own among them, on what is no answer.
/// </summary>
internal static class TokenAnswer
{
    /// <param name="isSuccess">Whether the status says that there is a token.</param>
    /// <param name="json">The body.</param>
    public static bool IsReadable(bool isSuccess, ReadOnlySpan<byte> json)
    {
        try
        {
            return isSuccess ? HasToken(json) : HasError(json);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>A bearer token of printable ASCII without spaces, as it goes into a header; all spans that there are in seconds, above 0 for its lifetime.</summary>
    private static bool HasToken(ReadOnlySpan<byte> json)
    {
        var (hasToken, isBearer, areSpansGood) = (false, false, true);
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("access_token"u8)) hasToken = reader.Read() && IsToken(ref reader);
            else if (reader.ValueTextEquals("token_type"u8)) isBearer = reader.Read() && Ascii.EqualsIgnoreCase(reader.ValueSpan, "Bearer"u8);
            else if (reader.ValueTextEquals("expires_in"u8)) areSpansGood &= reader.Read() && IsSeconds(ref reader, atLeast: 1);
            else if (reader.ValueTextEquals("ext_expires_in"u8) || reader.ValueTextEquals("refresh_in"u8)) areSpansGood &= reader.Read() && IsSeconds(ref reader, atLeast: 0);
            else reader.Read();
            reader.Skip();
        }

        return hasToken && isBearer && areSpansGood && !reader.Read();
    }

    private static bool HasError(ReadOnlySpan<byte> json)
    {
        var hasError = false;
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isError = reader.ValueTextEquals("error"u8);
            reader.Read();
            if (isError) hasError = reader.TokenType == JsonTokenType.String && !reader.ValueSpan.IsEmpty;
            reader.Skip();
        }

        return hasError && !reader.Read();
    }

    private static bool IsToken(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && !reader.ValueSpan.IsEmpty && !reader.ValueIsEscaped && !reader.ValueSpan.ContainsAnyExceptInRange((byte)'!', (byte)'~');

    /// <summary>A number, or a text of one as older endpoints write it.</summary>
    private static bool IsSeconds(ref Utf8JsonReader reader, int atLeast) => reader.TokenType switch
    {
        JsonTokenType.Number => reader.TryGetInt32(out var number) && number >= atLeast,
        JsonTokenType.String => int.TryParse(reader.ValueSpan, out var text) && text >= atLeast,
        _ => false,
    };
}
