using System.Buffers.Text;
using System.Text.Json.Nodes;
using EntraEmulator;
using EntraEmulator.Dev;

namespace TestSupport;

/// <summary>Tokens that differ from a good one in what a test says, signed with the emulator's published key.</summary>
internal static class Minting
{
    /// <summary>Alice's token with other claims or another header.</summary>
    public static string Mint(this Emulator emulator, Action<JsonObject>? payload = null, Action<JsonObject>? header = null)
    {
        var parts = emulator.IssueAccessToken("alice").Split('.');
        var (changedHeader, changedPayload) = (Decode(parts[0]), Decode(parts[1]));
        header?.Invoke(changedHeader);
        payload?.Invoke(changedPayload);
        return emulator.Sign(new SignRequest { Header = changedHeader, Payload = changedPayload });
    }

    /// <summary>One part of a token, as JSON.</summary>
    public static JsonObject Decode(string part) => JsonNode.Parse(Base64Url.DecodeFromChars(part))!.AsObject();
}
