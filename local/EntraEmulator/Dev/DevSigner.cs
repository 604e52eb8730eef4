using System.Text;
using System.Text.Json.Nodes;
using EntraEmulator.Errors;
using EntraEmulator.Hosting;
using EntraEmulator.Keys;
using Microsoft.IdentityModel.Tokens;

namespace EntraEmulator.Dev;

/// <summary>Signs whatever it is given, for tests of those who verify. IdentityModel refuses to write most of it, so this is done by hand.</summary>
internal sealed class DevSigner(KeyRing keys)
{
    /// <exception cref="DevRequestException">The request names no header or payload, an unknown key or an unknown algorithm.</exception>
    public string Sign(SignRequest request)
    {
        var algorithm = request.Algorithm ?? Text(request, "alg") ?? "RS256";
        var key = JwsSigning.IsNone(algorithm) ? null : ChooseKey(request.Key, algorithm);
        var header = Bytes(Filled(request, algorithm, key), request.HeaderText, request.HeaderBase64, "header");
        var payload = Bytes(request.Payload, request.PayloadText, request.PayloadBase64, "payload");
        var input = $"{Base64UrlEncoder.Encode(header)}.{Base64UrlEncoder.Encode(payload)}";
        var signature = request.Signature
            ?? (key is null ? "" : Base64UrlEncoder.Encode(JwsSigning.Sign(algorithm, key, request.Secret, Encoding.ASCII.GetBytes(input))));
        return $"{input}.{signature}";
    }

    private static string? Text(SignRequest request, string member) =>
        (request.Header as JsonObject)?[member] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static JsonNode? Filled(SignRequest request, string algorithm, SigningKey? key)
    {
        if (request.Header is not JsonObject && (request.HeaderText ?? request.HeaderBase64 ?? (object?)request.Header) is not null)
            return request.Embed is null ? request.Header : throw new DevRequestException("'embed' needs a 'header' that is a JSON object.");
        var header = request.Header?.DeepClone().AsObject() ?? [];
        if (!header.ContainsKey("alg")) header["alg"] = algorithm;
        if (!header.ContainsKey("typ")) header["typ"] = "JWT";
        if (!header.ContainsKey("kid") && key is not null) header["kid"] = key.KeyId;
        if (request.Embed is { } name) header[name] = Embedded(name, key);
        return header;
    }

    private static JsonNode Embedded(string name, SigningKey? key) => (name, key) switch
    {
        ("jwk", not null) => PublicJwk.Describe(key),
        ("x5c", not null) => PublicJwk.CertificateChain(key),
        _ => throw new DevRequestException("'embed' is jwk or x5c, and there has to be a key to embed."),
    };

    private SigningKey ChooseKey(string? name, string algorithm)
    {
        var key = name switch
        {
            null or "current" => JwsSigning.CurveOf(algorithm) is { } bits ? keys.Published.First(one => one.IsCurve(bits)) : keys.Current,
            "unknown" => JwsSigning.CurveOf(algorithm) is null ? keys.Unpublished.Value : throw new DevRequestException("The unknown key is an RSA key: sign with RS, PS or HS."),
            _ => keys.Find(name) ?? throw new DevRequestException($"There is no key '{name}'. Known: current, unknown, {string.Join(", ", keys.Published.Select(one => one.KeyId))}."),
        };
        return key.Fits(algorithm) ? key : throw new DevRequestException($"The key '{key.KeyId}' can't sign with '{algorithm}'.");
    }

    private static byte[] Bytes(JsonNode? json, string? text, string? base64, string part)
    {
        if (new object?[] { json, text, base64 }.Count(one => one is not null) != 1)
            throw new DevRequestException($"Give the {part} once: as '{part}' (JSON), '{part}Text' (any text) or '{part}Base64' (any bytes).");
        try
        {
            return base64 is null ? Encoding.UTF8.GetBytes(text ?? json!.ToJsonString(JsonAnswers.Compact)) : Convert.FromBase64String(base64);
        }
        catch (FormatException)
        {
            throw new DevRequestException($"'{part}Base64' is not base64.");
        }
    }
}
