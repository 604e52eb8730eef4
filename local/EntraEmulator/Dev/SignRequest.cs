using System.Text.Json.Nodes;

namespace EntraEmulator.Dev;

/// <summary>
/// A JWS to be signed, whatever it says. The members are those of <c>POST /dev/sign</c>. Header and payload come as JSON, as text
/// (for JSON that no serializer writes), or as base64 of bytes (for what is no text).
/// </summary>
public sealed record SignRequest
{
    /// <value>The header; missing <c>alg</c>, <c>kid</c> and <c>typ</c> are filled in.</value>
    public JsonNode? Header { get; init; }

    /// <summary>The header as text, to be signed as it is; in place of an object.</summary>
    public string? HeaderText { get; init; }

    /// <summary>The header as base64url of any bytes.</summary>
    public string? HeaderBase64 { get; init; }

    /// <summary>The payload as an object.</summary>
    public JsonNode? Payload { get; init; }

    /// <summary>The payload as text, to be signed as it is.</summary>
    public string? PayloadText { get; init; }

    /// <summary>The payload as base64url of any bytes.</summary>
    public string? PayloadBase64 { get; init; }

    /// <value><c>current</c>, <c>unknown</c> (a key that is not published) or a key id of the key set. The default is the current key, or the curve's key for ES algorithms.</value>
    public string? Key { get; init; }

    /// <value>The algorithm to sign with where it isn't the header's: RS, PS, ES or HS with 256, 384 or 512, or none.</value>
    public string? Algorithm { get; init; }

    /// <value>For HS algorithms, the form of the RSA public key that is the secret: <c>pem</c> (the default), <c>der</c> or <c>modulus</c>.</value>
    public string? Secret { get; init; }

    /// <value><c>jwk</c> or <c>x5c</c>: the header then carries the public part of the signing key under that name, for a verifier to fall for.</value>
    public string? Embed { get; init; }

    /// <value>The signature part as it is to be, instead of a computed one.</value>
    public string? Signature { get; init; }
}
