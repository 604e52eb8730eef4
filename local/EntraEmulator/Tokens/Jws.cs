using System.Globalization;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace EntraEmulator.Tokens;

/// <summary>A JWT as it was sent: its parts are readable, nothing is verified.</summary>
internal sealed class Jws
{
    private const long EndOfTime = 253402300800;

    private static readonly JsonWebTokenHandler Handler = new() { MaximumTokenSizeInBytes = 64 * 1024 };

    private readonly string _text;
    private readonly JsonElement _header;
    private readonly JsonElement _payload;

    private Jws(string text, JsonElement header, JsonElement payload)
    {
        _text = text;
        _header = header;
        _payload = payload;
    }

    /// <returns>The token, or null where the text is not three parts with JSON objects in the first two.</returns>
    public static Jws? Parse(string text)
    {
        var parts = text.Split('.');
        return parts.Length == 3 && Object(parts[0]) is { } header && Object(parts[1]) is { } payload ? new Jws(text, header, payload) : null;
    }

    public string? Header(string name) => Text(_header, name);

    public string? Claim(string name) => Text(_payload, name);

    /// <returns>The texts of a claim that is a list, or none.</returns>
    public IReadOnlyList<string> Claims(string name) =>
        _payload.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!)]
            : [];

    public bool HasClaim(string name) => _payload.TryGetProperty(name, out _);

    /// <returns>The time of a NumericDate claim, or null where it is missing or out of range. MSAL.NET writes it as a string, so that has to do too.</returns>
    public DateTimeOffset? Time(string name) =>
        _payload.TryGetProperty(name, out var value) && long.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < EndOfTime
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    public async Task<bool> IsSignedWithAsync(SecurityKey key)
    {
        var verified = await Handler.ValidateTokenAsync(_text, new TokenValidationParameters
        {
            IssuerSigningKey = key,
            ValidateIssuer = false,
            ValidateAudience = false,
            ValidateLifetime = false,
            RequireExpirationTime = false,
        });
        return verified.IsValid;
    }

    private static JsonElement? Object(string part)
    {
        try
        {
            var element = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(part)).RootElement;
            return element.ValueKind == JsonValueKind.Object ? element : null;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement json, string name)
    {
        try
        {
            return json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Bytes that are no UTF-8, or half of a surrogate pair.
            return null;
        }
    }
}
