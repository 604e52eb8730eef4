using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace FunctionsObo.Authentication;

/// <summary>Reads a part of a JWT strictly: base64url without padding, valid UTF-8, one JSON object, no member twice, few levels.</summary>
internal static class JsonText
{
    /// <summary>Levels of nesting that a header or payload may have. Entra's tokens use two.</summary>
    private const int MaximumDepth = 8;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = MaximumDepth };

    /// <summary>Parses one base64url part.</summary>
    /// <returns>False when any of the rules is broken; never throws.</returns>
    public static bool TryParse(ReadOnlySpan<char> base64Url, [NotNullWhen(true)] out JsonDocument? document)
    {
        document = null;
        var utf8 = new byte[Base64Url.GetMaxDecodedLength(base64Url.Length)];
        if (Base64Url.DecodeFromChars(base64Url, utf8, out _, out var length) != OperationStatus.Done) return false;
        if (!Utf8.IsValid(utf8.AsSpan(0, length))) return false;

        try
        {
            document = JsonDocument.Parse(utf8.AsMemory(0, length), Strict);
        }
        // The latter for a member whose name has a lone surrogate: JSON can escape it, text cannot hold it.
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return false;
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object) return true;
        document.Dispose();
        document = null;
        return false;
    }

    /// <summary>The member as text; null when it is absent or no text.</summary>
    public static string? Text(this JsonElement parent, string member) =>
        parent.TryGetProperty(member, out var value) ? value.Text() : null;

    /// <summary>The value as text; null when it is no string, or has a lone surrogate, which JSON can escape and text cannot hold.</summary>
    public static string? Text(this JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String) return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
