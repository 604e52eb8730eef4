using System.Buffers;
using System.Text.Json;

namespace FunctionsObo.Authentication;

/// <summary>A token of the right shape: what it says, before anybody knows whether it is true.</summary>
internal sealed record UnverifiedToken(JoseHeader Header, TokenClaims Claims)
{
    /// <summary>Reads the token.</summary>
    /// <param name="token">The token in compact form.</param>
    /// <param name="algorithms">The signature algorithms that are accepted.</param>
    /// <returns>The token and no refusal, or the reason.</returns>
    public static (UnverifiedToken? Token, Refusal Refusal) Read(ReadOnlySpan<char> token, IReadOnlyCollection<string> algorithms)
    {
        var (parts, malformed) = JwtParts.Read(token);
        if (parts is null) return (null, new Refusal(malformed));

        using (parts)
        {
            var (header, unsupported) = JoseHeader.Read(parts.Header, algorithms);
            if (header is null) return (null, unsupported);
            var (claims, invalid) = TokenClaims.Read(parts.Payload);
            return claims is null ? (null, invalid) : (new UnverifiedToken(header, claims), default);
        }
    }
}

/// <summary>
/// A JWS in compact form (RFC 7515 §7.1), taken apart and checked for shape before any cryptography. Nothing in it is
/// trusted yet.
/// </summary>
internal sealed class JwtParts : IDisposable
{
    private static readonly SearchValues<char> Base64UrlCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private readonly JsonDocument _header;
    private readonly JsonDocument _payload;

    private JwtParts(JsonDocument header, JsonDocument payload)
    {
        _header = header;
        _payload = payload;
    }

    public JsonElement Header => _header.RootElement;

    public JsonElement Payload => _payload.RootElement;

    /// <summary>Takes the token apart.</summary>
    /// <returns>The parts and no refusal, or no parts and the reason.</returns>
    public static (JwtParts? Parts, TokenRefusal Refusal) Read(ReadOnlySpan<char> token)
    {
        Span<Range> ranges = stackalloc Range[6];
        switch (token.Split(ranges, '.'))
        {
            case 3: break;
            case 5: return (null, TokenRefusal.EncryptedToken); // RFC 7516 §7.1
            default: return (null, TokenRefusal.MalformedToken);
        }

        var headerPart = token[ranges[0]];
        var payloadPart = token[ranges[1]];
        var signaturePart = token[ranges[2]];
        if (headerPart.ContainsAnyExcept(Base64UrlCharacters)
            || payloadPart.ContainsAnyExcept(Base64UrlCharacters)
            || signaturePart.ContainsAnyExcept(Base64UrlCharacters)
            || !IsCanonical(signaturePart)
            || !StrictJson.TryParse(headerPart, out var header))
        {
            return (null, TokenRefusal.MalformedToken);
        }

        if (StrictJson.TryParse(payloadPart, out var payload)) return (new JwtParts(header, payload), TokenRefusal.None);

        header.Dispose();
        return (null, TokenRefusal.MalformedToken);
    }

    /// <summary>
    /// Whether the text is the one that its bytes are written as: the bits that the last character has too many are zero
    /// (RFC 4648 §3.5). Else one signature could be written in several ways.
    /// </summary>
    private static bool IsCanonical(ReadOnlySpan<char> base64Url) => (base64Url.Length % 4) switch
    {
        0 => true,
        2 => "AQgw".Contains(base64Url[^1]),
        3 => "AEIMQUYcgkosw048".Contains(base64Url[^1]),
        _ => false,
    };

    public void Dispose()
    {
        _header.Dispose();
        _payload.Dispose();
    }
}
