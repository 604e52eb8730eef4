using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace FunctionsObo.Authentication;

/// <summary>
/// Reads a part of a JWT strictly: base64url without padding, valid UTF-8, one JSON object, no member twice, few levels; and each
/// claim as the one type that it has: a value of another type is an error, never converted.
/// </summary>
internal static class StrictJson
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

    /// <summary>9998-12-31T23:59:59Z: a year before <see cref="DateTimeOffset"/> ends, so that adding a clock skew cannot overflow.</summary>
    private const long LastSecond = 253370764799;

    public static bool TryTime(this JsonElement payload, string name, out DateTimeOffset? time)
    {
        time = null;
        if (!payload.TryGetProperty(name, out var value)) return true;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out var seconds)) return false;
        if (seconds is < 0 or > LastSecond) return false;
        time = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return true;
    }

    /// <summary>A string, or an array of strings.</summary>
    public static bool TryTexts(this JsonElement payload, string name, out IReadOnlyList<string> texts)
    {
        texts = [];
        if (!payload.TryGetProperty(name, out var value)) return true;
        if (value.ValueKind == JsonValueKind.String)
        {
            if (payload.Text(name) is not { } single) return false;
            texts = [single];
            return true;
        }

        if (value.ValueKind != JsonValueKind.Array) return false;
        var list = new List<string>(value.GetArrayLength());
        foreach (var item in value.EnumerateArray())
        {
            if (item.Text() is not { } text) return false;
            list.Add(text);
        }

        texts = list;
        return true;
    }

    public static bool AreTexts(this JsonElement payload, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (payload.TryGetProperty(name, out var value) && value.Text() is null) return false;
        }

        return true;
    }
}
