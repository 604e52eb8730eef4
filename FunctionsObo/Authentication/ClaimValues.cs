using System.Text.Json;

namespace FunctionsObo.Authentication;

/// <summary>Reads claims of the one type that each has: a value of another type is an error, never converted.</summary>
internal static class ClaimValues
{
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
