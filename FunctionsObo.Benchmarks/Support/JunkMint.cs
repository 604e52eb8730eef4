using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using EntraEmulator;
using EntraEmulator.Dev;

namespace FunctionsObo.Benchmarks.Support;

/// <summary>Tokens of somebody who floods: right in every claim, of a key that nobody has published.</summary>
internal static class JunkMint
{
    /// <summary>The good token under another key id, with its old signature: making it costs no cryptography.</summary>
    public static string WithRandomKey(Emulator emulator, string good)
    {
        var parts = good.Split('.');
        return emulator.Sign(new SignRequest
        {
            Header = new JsonObject { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = Guid.NewGuid().ToString("N") },
            PayloadText = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1])),
            Signature = parts[2],
        });
    }
}
