using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using EntraEmulator;
using EntraEmulator.Dev;
using TestSupport;

namespace FunctionsObo.Tests.Security;

/// <summary>Tokens that nobody issued.</summary>
internal static class Forgery
{
    /// <summary>Alice's good token, changed in header and payload, and signed in whatever way.</summary>
    public static string Forge(
        this Emulator emulator, Action<JsonObject>? header = null, Action<JsonObject>? payload = null, Func<SignRequest, SignRequest>? how = null)
    {
        var (goodHeader, goodPayload) = emulator.GoodParts();
        header?.Invoke(goodHeader);
        payload?.Invoke(goodPayload);
        var request = new SignRequest { Header = goodHeader, Payload = goodPayload };
        return emulator.Sign(how?.Invoke(request) ?? request);
    }

    /// <summary>The same with a payload that no serializer writes, well signed.</summary>
    public static string ForgeText(this Emulator emulator, Func<string, string> payload)
    {
        var (header, good) = emulator.GoodParts();
        return emulator.Sign(new SignRequest { Header = header, PayloadText = payload(good.ToJsonString()) });
    }

    /// <summary>The same signed with a key of the attacker's own.</summary>
    public static string ForgeWith(this Emulator emulator, RSA key, Action<JsonObject>? header = null)
    {
        var (goodHeader, payload) = emulator.GoodParts();
        header?.Invoke(goodHeader);
        var input = $"{Encode(goodHeader)}.{Encode(payload)}";
        var signature = key.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{input}.{Base64Url.EncodeToString(signature)}";
    }

    public static (JsonObject Header, JsonObject Payload) GoodParts(this Emulator emulator)
    {
        var parts = emulator.IssueAccessToken("alice").Split('.');
        return (Minting.Decode(parts[0]), Minting.Decode(parts[1]));
    }

    public static string Encode(JsonObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));
}
