using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using EntraEmulator;
using EntraEmulator.Dev;
using EntraEmulator.Tenants;
using TestSupport;

namespace FunctionsObo.Benchmarks.Support;

/// <summary>
/// Tokens of many users. They are signed with the emulator's elliptic key, thirty times faster than with RSA, and padded to the
/// length of an RSA token: how a token was signed makes no difference once it is known, how long it is does.
/// </summary>
internal static class Crowd
{
    private const int LengthOfRsaSignature = 256;
    private const int LengthOfEllipticSignature = 64;

    /// <summary>A token of each of so many users.</summary>
    public static string[] Of(Emulator emulator, int users)
    {
        var tokens = new string[users];
        var payload = PaddedPayload(emulator);
        Parallel.For(0, users, user => tokens[user] = Token(emulator, payload, user));
        return tokens;
    }

    private static string PaddedPayload(Emulator emulator)
    {
        var payload = emulator.IssueAccessToken(new TokenRequest { User = WellKnown.AliceName, Lifetime = TimeSpan.FromHours(12) }).Split('.')[1];
        var claims = JsonNode.Parse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(payload)))!.AsObject();
        claims["pad"] = new string('x', LengthOfRsaSignature - LengthOfEllipticSignature - ""","pad":"" """.Length);
        return claims.ToJsonString();
    }

    private static string Token(Emulator emulator, string payload, int user) => emulator.Sign(new SignRequest
    {
        Header = new JsonObject { ["alg"] = "ES256", ["typ"] = "JWT" },
        PayloadText = payload.Replace(WellKnown.AliceObjectId, $"00000000-0000-4000-8000-{user:x12}", StringComparison.Ordinal),
    });
}
