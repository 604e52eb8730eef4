using EntraEmulator;
using FunctionsObo.Testing.Platform;

namespace FunctionsObo.Testing.Clients;

/// <summary>The token of one client: kept as a client would, and got anew before it expires and when the platform signs with another key.</summary>
internal sealed class CallerToken(Emulator emulator, TimeProvider time, Func<string> issue)
{
    private static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private (string Token, DateTimeOffset RenewAt, string KeyId)? _kept;

    public string Get()
    {
        lock (_gate)
        {
            var keyId = emulator.Keys.Current.KeyId;
            if (_kept is { } kept && kept.RenewAt > time.GetUtcNow() && kept.KeyId == keyId) return kept.Token;
            var token = issue();
            var expires = DateTimeOffset.FromUnixTimeSeconds((long)CallerTokens.Payload(token)["exp"]!);
            _kept = (token, expires - RenewBefore, keyId);
            return token;
        }
    }
}
